package io.vedette.camera.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.vedette.camera.address.AllowSettings;
import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.LimitSettings;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.Traffic;
import io.vedette.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real HTTP servers that send the reader on: where it goes, and with what. */
class HttpSourceIT {
  private static final AllowSettings LOOPBACK_REDIRECTS =
      AllowSettings.of(List.of("http"), List.of("loopback"), List.of("loopback"));

  private final List<HttpServer> servers = new ArrayList<>();

  /** Paths and logins of the requests, in order. */
  private final List<String> requests = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void shouldTakeTheLoginAlongOnlyToTheSameHostAndPort() throws IOException {
    int last = serve("/there", "");
    int first = serve("/here", "http://localhost:" + last + "/there");
    redirect(servers.get(1), "/start", "/here");

    String body = read("http://me:secret@127.0.0.1:" + first + "/start", LOOPBACK_REDIRECTS);

    assertThat(body).isEqualTo("video");
    assertThat(requests)
        .containsExactly("/start null", "/start Basic", "/here null", "/here Basic", "/there null");
  }

  @Test
  void shouldGoToAnotherHostOnlyWhereThatIsAllowed() throws IOException {
    int last = serve("/there", "");
    int first = serve("/1", "http://localhost:" + last + "/there");
    String url = "http://127.0.0.1:" + first + "/1";

    assertForbidden(url, AllowSettings.DEFAULTS);
    assertForbidden(
        url, AllowSettings.of(List.of("http"), List.of("loopback"), List.of("10.0.0.0/8")));

    assertThat(requests).doesNotContain("/there null");
  }

  @Test
  void shouldConnectOnlyWhereTheSettingsAllow() throws IOException {
    String url = "http://127.0.0.1:" + serve("/video", "") + "/video";

    assertForbidden(url, AllowSettings.of(List.of("http"), List.of("private"), List.of()));
    assertForbidden(url, AllowSettings.of(List.of("rtsp"), List.of("loopback"), List.of()));

    assertThat(requests).isEmpty();
  }

  @Test
  void shouldFollowThreeRedirectsAndNoFourth() throws IOException {
    int port = serve("/end", "");
    HttpServer server = servers.get(0);
    redirect(server, "/3", "/2");
    redirect(server, "/2", "/1");
    redirect(server, "/1", "/end");
    redirect(server, "/4", "/3");
    String start = "http://127.0.0.1:" + port;

    assertThat(read(start + "/3", AllowSettings.DEFAULTS)).isEqualTo("video");
    assertForbidden(start + "/4", AllowSettings.DEFAULTS);
  }

  private void assertForbidden(String url, AllowSettings allow) {
    assertThatThrownBy(() -> read(url, allow))
        .isInstanceOfSatisfying(
            LinkFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN));
  }

  private static String read(String url, AllowSettings allow) {
    try (Deadline deadline = new Deadline()) {
      deadline.arm(Duration.ofSeconds(30));
      Traffic traffic = new Traffic(LimitSettings.DEFAULTS);
      Connector connector = new Connector(allow, TlsSettings.DEFAULTS, deadline, traffic);
      try (HttpSource source = HttpSource.open(connector, Address.parse(url))) {
        byte[] bytes = new byte[100];
        return new String(bytes, 0, source.read(bytes, bytes.length), UTF_8);
      }
    }
  }

  /**
   * A server whose one path gives a video, or leads elsewhere; asks for a login where one leads.
   */
  private int serve(String path, String location) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    servers.add(server);
    redirect(server, path, location);
    server.start();
    return server.getAddress().getPort();
  }

  private void redirect(HttpServer server, String path, String location) {
    server.createContext(
        path,
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          requests.add(path + " " + (login == null ? login : login.split(" ")[0]));
          boolean asks = login == null && !location.isEmpty() && !path.matches("/\\d");
          byte[] body = location.isEmpty() ? "video".getBytes(UTF_8) : new byte[0];
          if (asks) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
          } else if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
          }
          int status = asks ? 401 : location.isEmpty() ? 200 : 302;
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
