package io.vedette.console.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.config.Settings;
import io.vedette.console.Answer;
import io.vedette.console.ConsoleSettings;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Contract;
import io.vedette.console.contract.Operation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own rules, with operations that answer nothing of interest. */
@Timeout(60)
class ConsoleServerTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final ConsoleServer SERVER =
      new ConsoleServer(
          VERTX,
          new Settings(Map.of()).put("port", "0", "test").bind(ConsoleSettings.class),
          context -> Future.succeededFuture(actor(context.request().getHeader("X-Role"))),
          List.of(ConsoleServerTest::mount));

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.close();
    VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/v1/me, nobody, 200",
    "GET /api/v1/openapi.yaml, nobody, 200",
    "HEAD /api/v1/me, nobody, 200",
    "GET /api/v1/cameras/gate, nobody, 401",
    "GET /api/v1/cameras/gate, viewer, 500",
    "GET /api/v1/cameras/yard, viewer, 404",
    "GET /api/v1/cameras/yard, admin, 500",
    "GET /api/v1/cameras/gate?x=1, viewer, 400",
    "GET /api/v1/cameras/%00, viewer, 400",
    "GET /api/v1/cameras/%zz, viewer, 400",
    "POST /api/v1/me, viewer, 405",
    "TRACE /api/v1/me, viewer, 405",
    "GET /api/v1/nothing, viewer, 404",
    "GET /api/v1, viewer, 404",
    "GET /api, viewer, 404",
    "GET /api/v2/me, viewer, 404",
    "GET /api/v1/me/, viewer, 404",
    "GET /api/v1//me, viewer, 404"
  })
  void shouldAnswerByTheContract(String request, String role, int status) throws Exception {
    String answer = ask(request, "X-Role: " + role);

    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status >= 400) {
      assertThat(answer).contains("application/problem+json").contains("\"status\":" + status);
    }
    assertThat(answer).contains("Cache-Control: no-store").contains("nosniff");
    assertThat(answer).doesNotContain("Exception").doesNotContain("\tat ");
  }

  /** Holes 13, 14 and 33: no path leads out of the page's folder. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../openapi.yaml",
        "/..%2fopenapi.yaml",
        "/%2e%2e/openapi.yaml",
        "/%2e%2e%2fopenapi.yaml",
        "/..\\openapi.yaml",
        "/..%5copenapi.yaml",
        "/assets/../../openapi.yaml",
        "/assets/..%2f..%2fopenapi.yaml",
        "/assets/bar%2F..%2F..%2Fopenapi.yaml",
        "/index.html%00.js",
        "/.git/config.txt",
        "//etc/passwd.txt",
        "/assets/",
        "/assets/.hidden.js",
        "/io/vedette/console/server/Api.class",
        "/logback.xml",
        "/%2e%2e/%2e%2e/logback.xml"
      })
  void shouldServeFilesOfThePageAlone(String path) throws Exception {
    String answer = ask("GET " + path, "X-Role: admin");

    assertThat(answer).doesNotContain("openapi:").doesNotContain("<configuration");
    assertThat(answer).matches("(?s)HTTP/1.1 (404|400|200).*");
    if (answer.startsWith("HTTP/1.1 200")) {
      assertThat(answer).contains("text/html");
    }
  }

  @Test
  void shouldProtectThePage() throws Exception {
    String answer = ask("GET /", "X-Role: nobody");

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("frame-ancestors 'none'")
        .contains("require-trusted-types-for 'script'")
        .contains("X-Frame-Options: DENY")
        .contains("Referrer-Policy: no-referrer")
        .doesNotContain("unsafe-");
  }

  /** Hole 21: a page of another site changes and reads nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.example", "null", "https://127.0.0.1", "http://localhost:1", "//x"})
  void shouldRefuseOtherSites(String origin) throws Exception {
    String answer = ask("GET /api/v1/me", "Origin: " + origin);

    assertThat(answer).startsWith("HTTP/1.1 403").contains("application/problem+json");
  }

  @Test
  void shouldRefuseBodiesThatAreTooLarge() throws Exception {
    String body = "x".repeat(300_000);

    String answer =
        ask("GET /api/v1/me", "Content-Length: 300000\r\nX-Body: " + body.length(), body);

    assertThat(answer).startsWith("HTTP/1.1 413").contains("application/problem+json");
  }

  @Test
  void shouldNotSayWhatWentWrongInside() throws Exception {
    String answer = ask("GET /api/v1/cameras/gate", "X-Role: viewer");

    assertThat(answer).startsWith("HTTP/1.1 500").doesNotContain("secret");
  }

  private static Actor actor(String role) {
    Role known = role == null ? Role.NOBODY : Role.parse(role);
    boolean isAll = known == Role.ADMIN;
    return new Actor("1", "test", known, isAll ? CameraScope.ALL : CameraScope.of(Set.of("gate")));
  }

  private static void mount(Handlers handlers) {
    for (Operation operation : Contract.load().operations()) {
      if (!Set.of("getContract", "getMe").contains(operation.id())) {
        handlers.blocking(
            operation.id(),
            call -> Answer.json(JsonNodeFactory.instance.objectNode().put("secret", true)));
      }
    }
  }

  private static String ask(String request, String header) throws IOException {
    return ask(request, header, "");
  }

  private static String ask(String request, String header, String body) throws IOException {
    URI address = URI.create(SERVER.address());
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), address.getPort())) {
      String head =
          "%s HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n"
              .formatted(request, address.getAuthority(), header);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
