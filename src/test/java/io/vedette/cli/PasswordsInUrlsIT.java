package io.vedette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vedette.camera.address.AllowSettings;
import io.vedette.camera.http.HttpSource;
import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.LimitSettings;
import io.vedette.camera.link.Traffic;
import io.vedette.config.Settings;
import io.vedette.config.TlsSettings;
import io.vedette.ingest.source.CameraEntry;
import io.vedette.ingest.source.CameraSeeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords of cameras as they arrive at a real HTTP server that asks for them. */
class PasswordsInUrlsIT {
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String host = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String login = exchange.getRequestHeaders().getFirst("Authorization");
          if (login == null) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"r\"");
          } else {
            String basic = login.substring("Basic ".length());
            logins.add(new String(Base64.getDecoder().decode(basic), UTF_8));
            queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
          }
          exchange.sendResponseHeaders(login == null ? 401 : 200, -1);
          exchange.close();
        });
    server.start();
    host = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a@b",
        "a:b",
        "a/b",
        "a?b",
        "a#b",
        "50%",
        "p%40ss",
        "%2",
        "a b",
        "a+b&c=d",
        "[::1]:80/@",
        "\\${x}$1",
        "${PW}",
        "\"'<>`{}|^;,",
        "pässwörd-密码-🔑",
        "a\nb\tc"
      })
  void shouldArriveAsTheyAre(String password) {
    check(password);
  }

  @Test
  void shouldArriveWhateverTheyAre() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      String password =
          random
              .ints(1 + random.nextInt(12), 1, 0x10FFFF)
              .map(point -> random.nextInt(3) == 0 ? point : 1 + point % 0x7E)
              .filter(point -> point < 0xD800 || point > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      check(password);
    }
  }

  @Test
  void shouldSplitAWholeLoginAtItsFirstColon() {
    request("{\"url\":\"http://${PW}@" + host + "/\"}", "me:a:b@/");

    assertThat(logins).containsExactly("me:a:b@/");
  }

  @Test
  void shouldInsertElsewhereAsItIs() {
    request("{\"url\":\"http://me:x@${PW}\"}", host + "/a/b?c=d");
    request("{\"url\":\"${PW}\"}", "http://me:p%40ss@" + host + "/");

    assertThat(logins).containsExactly("me:x", "me:p@ss");
    assertThat(queries).containsExactly("c=d", "null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p%40ss=p@ss", "p@ss=p@ss", "a/b?c=a/b?c", "50%=50%", "%25=%", "a+b=a+b"})
  void shouldReadThoseOfSettingsAsUrlsAreWritten(String written) {
    String inUrl = written.substring(0, written.indexOf('='));
    Settings settings =
        new Settings(Map.of())
            .put("cameras.own.url", "http://me:" + inUrl + "@" + host + "/", "test");
    CameraSeeds seeds = CameraSeeds.of(settings, Map.of());
    String json = seeds.changes(Map.of()).get(0).json();

    open(CameraEntry.resolve("own", json, seeds.variables()));

    assertThat(logins).containsExactly("me:" + written.substring(written.indexOf('=') + 1));
  }

  private void check(String password) {
    logins.clear();
    queries.clear();

    request("{\"url\":\"http://me:${PW}@" + host + "/v?a=1&pwd=${PW}&b=2\"}", password);

    assertThat(logins).containsExactly("me:" + password);
    String query = queries.get(0);
    assertThat(query).startsWith("a=1&pwd=").endsWith("&b=2");
    String sent = query.substring("a=1&pwd=".length(), query.length() - "&b=2".length());
    assertThat(URLDecoder.decode(sent, UTF_8)).isEqualTo(password);
  }

  private void request(String json, String secret) {
    open(CameraEntry.resolve("cam", json, Map.of("PW", secret)));
  }

  private static void open(CameraEntry entry) {
    try (Deadline deadline = new Deadline()) {
      deadline.arm(Duration.ofMinutes(1));
      Traffic traffic = new Traffic(LimitSettings.DEFAULTS);
      AllowSettings loopback =
          AllowSettings.of(List.of("http"), List.of("loopback"), List.of("loopback"));
      Connector connector = new Connector(loopback, TlsSettings.DEFAULTS, deadline, traffic);
      HttpSource.open(connector, Address.parse(entry.camera().url())).close();
    }
  }
}
