package io.vedette.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServersTest {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final String TOKEN = "0123456789abcdef";

  private final Vertx vertx = Vertx.vertx();
  private final List<Socket> sockets = new ArrayList<>();
  private final CountDownLatch held = new CountDownLatch(2);
  private final CountDownLatch closed = new CountDownLatch(1);
  private HttpServer server;

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8088",
        "127.0.0.1",
        "127.1.2.3:80",
        "[::1]:8088",
        "cam.lan"
      })
  void shouldAnswerToItsNames(String host) throws Exception {
    start("names=cam.lan");

    assertThat(ask("GET /it HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.0.0.1.evil.example:80",
        "Host: localhost.evil.example",
        "Host: evil.example:127.0.0.1",
        "Host: user@evil.example",
        "Host: 0.0.0.0",
        "Host: [::2]",
        "Host: ",
        "X-No-Host: 1",
        "Host: localhost\r\nHost: evil.example",
      })
  void shouldNotAnswerToAnotherName(String header) throws Exception {
    start();

    assertThat(ask("GET /it HTTP/1.1", header)).startsWith("HTTP/1.1 4").doesNotContain("served");
    assertThat(ask("GET /health HTTP/1.1", header)).startsWith("HTTP/1.1 4");
  }

  @Test
  void shouldCheckTheNameInTheFirstLineToo() throws Exception {
    start();

    assertThat(ask("GET http://evil.example/it HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 421");
    assertThat(ask("GET http://localhost/it HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void shouldAnswerOldClientsThatNameNoHost() throws Exception {
    start();

    assertThat(ask("GET /health HTTP/1.0", "X-No-Host: 1")).contains(" 200 ");
  }

  @Test
  void shouldAnswerByAnyNameWithAToken() throws Exception {
    start("token=" + TOKEN);

    assertThat(ask("GET /health HTTP/1.1", "Host: node.lan")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET /it HTTP/1.1", "Host: node.lan"))
        .startsWith("HTTP/1.1 401")
        .containsIgnoringCase("www-authenticate: Bearer");
    assertThat(ask("GET /none HTTP/1.1", "Host: node.lan")).startsWith("HTTP/1.1 401");
    assertThat(ask("GET /it HTTP/1.1", "Host: node.lan\r\nAuthorization: Bearer " + TOKEN))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/it", "/health", "/changed", "/none"})
  void shouldAnswerHeadAsGetWithoutTheBody(String path) throws Exception {
    start();

    String get = ask("GET " + path + " HTTP/1.1", "Host: localhost");
    String head = ask("HEAD " + path + " HTTP/1.1", "Host: localhost");

    assertThat(head).endsWith("\r\n\r\n");
    assertThat(lines(head)).isEqualTo(lines(get.substring(0, get.indexOf("\r\n\r\n") + 4)));
  }

  @ParameterizedTest
  @CsvSource({
    "POST /it,405,'GET, HEAD, OPTIONS'",
    "PUT /health,405,'GET, HEAD, OPTIONS'",
    "GET /changed,405,'DELETE, OPTIONS, POST'",
    "TRACE /it,405,'GET, HEAD, OPTIONS'",
    "BREW /it,405,'GET, HEAD, OPTIONS'",
    "OPTIONS /it,204,'GET, HEAD, OPTIONS'",
  })
  void shouldNameTheMethodsOfAPath(String request, int status, String allowed) throws Exception {
    start();

    String answer = ask(request + " HTTP/1.1", "Host: localhost");

    assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("allow: " + allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/none", "/it/more", "/../etc/passwd", "/%2e%2e/x", "//it//more", "/IT"})
  void shouldHaveNothingElsewhere(String path) throws Exception {
    start();

    String answer = ask("GET " + path + " HTTP/1.1", "Host: localhost");

    assertThat(answer).startsWith("HTTP/1.1 404").contains("{\"error\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /it", "GET /none", "POST /it", "GET /health"})
  void shouldSayWhatBrowsersMayDoWithAnAnswer(String request) throws Exception {
    start();

    assertThat(ask(request + " HTTP/1.1", "Host: localhost").toLowerCase())
        .contains(
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "content-security-policy: default-src 'none'",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "cache-control: no-store")
        .doesNotContain("access-control-allow-origin");
  }

  @Test
  void shouldShowNothingOfAFailureInside() throws Exception {
    start();

    assertThat(ask("GET /broken HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 500")
        .doesNotContain("secret", "IllegalState");
  }

  @Test
  void shouldNotSpeakHttp2Unasked() throws Exception {
    start();

    assertThat(ask("PRI * HTTP/2.0", "")).doesNotContain("\u0000").contains(" 501 ");
    assertThat(
            ask(
                "GET /it HTTP/1.1",
                "Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void shouldBoundWhatARequestBrings() throws Exception {
    start();
    String host = "Host: localhost\r\n";

    assertThat(ask("GET /" + "x".repeat(9_000) + " HTTP/1.1", "Host: localhost")).contains(" 414 ");
    assertThat(ask("GET /it HTTP/1.1", host + "X: " + "x".repeat(40_000))).contains(" 431 ");
    String json = host + "Content-Type: application/json\r\n";
    assertThat(
            ask(
                "POST /changed HTTP/1.1",
                json + "Content-Length: 70000\r\n\r\n" + "x".repeat(70_000)))
        .startsWith("HTTP/1.1 413");
    assertThat(
            ask(
                "POST /changed HTTP/1.1",
                json
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + ("1000\r\n" + "x".repeat(4096) + "\r\n").repeat(20)
                    + "0"))
        .startsWith("HTTP/1.1 413");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /it HTT",
        "GET /it HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "POST /changed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123",
        "GET /it HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123",
        "GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void shouldEndAClientThatTakesItsTime(String part) throws Exception {
    start("idle-timeout=500ms", "request-timeout=500ms");
    Socket slow = open();

    slow.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));

    var unused = slow.getInputStream().readAllBytes();
  }

  /** Byte after byte, each of which would restart the idle time. */
  @Test
  void shouldEndAClientThatSendsAByteNowAndThen() throws Exception {
    start("idle-timeout=500ms");
    Socket slow = open();
    slow.getOutputStream().write("GET /it HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
    slow.setSoTimeout(20);

    boolean isOpen = true;
    while (isOpen) {
      isOpen = isOpenAfter(slow, 'x');
    }

    assertThat(isOpen).isFalse();
  }

  @Test
  void shouldEndAClientThatDoesNotReadItsAnswer() throws Exception {
    start("idle-timeout=500ms", "request-timeout=500ms");
    Socket slow = open();
    request(slow, "GET /large HTTP/1.1", "Host: localhost");

    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shouldMakeRoomByTheConnectionThatIsIdleLongest() throws Exception {
    start("connections=4");
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Socket socket = open();
      request(socket, "GET /it HTTP/1.1", "Host: localhost");
      readSome(socket);
      idle.add(socket);
    }

    assertThat(ask("GET /it HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 200");

    assertThat(idle.get(0).getInputStream().readAllBytes()).isEmpty();
    request(idle.get(3), "GET /it HTTP/1.1", "Host: localhost");
    assertThat(readSome(idle.get(3))).startsWith("HTTP/1.1 200");
  }

  @Test
  void shouldRefuseInWordsWhereAllConnectionsAreBusy() throws Exception {
    start("connections=2");
    for (int i = 0; i < 2; i++) {
      request(open(), "GET /held HTTP/1.1", "Host: localhost");
    }
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(ask("GET /it HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 503")
        .containsIgnoringCase("retry-after: 1")
        .contains("too many connections");
  }

  @Test
  void shouldStayWithinItsLimitUnderAFlood() throws Exception {
    start("connections=8");
    List<Socket> flood = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      flood.add(open());
    }

    assertThat(ask("GET /it HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 200");

    for (Socket socket : flood.subList(0, 150)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private void start(String... assignments) throws Exception {
    List<String> all = new ArrayList<>(List.of(assignments));
    all.add("port=0");
    HttpSettings settings = new Settings(Map.of()).assignments(all).bind(HttpSettings.class);
    server =
        HttpServers.listen(vertx, settings, this::addRoutes)
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  private void addRoutes(Routes routes) {
    routes.open("/health", context -> context.end("served"));
    routes.get("/it", context -> context.end("served"));
    routes.get(
        "/large",
        context -> {
          context.request().connection().closeHandler(ignored -> closed.countDown());
          context.end("x".repeat(64 << 20));
        });
    routes.get("/held", context -> held.countDown());
    routes.get(
        "/broken",
        context -> {
          throw new IllegalStateException("secret");
        });
    routes.post("/changed", context -> context.end("served"));
    routes.delete("/changed", context -> context.end("served"));
  }

  private Socket open() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    sockets.add(socket);
    return socket;
  }

  /** The whole answer of a connection of its own. */
  private String ask(String line, String headers) throws IOException {
    try (Socket socket = open()) {
      request(socket, line, headers.contains("Connection:") ? headers : close(headers));
      return headers.contains("Connection:")
          ? readSome(socket)
          : new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String close(String headers) {
    return "Connection: close\r\n" + headers;
  }

  private static void request(Socket socket, String line, String headers) throws IOException {
    byte[] head = (line + "\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    try {
      socket.getOutputStream().write(head);
    } catch (IOException e) {
      // The server may answer and close before all of a large request was sent.
      assertThat(head.length).isGreaterThan(4096);
    }
  }

  private static String readSome(Socket socket) throws IOException {
    byte[] bytes = new byte[4096];
    int length = socket.getInputStream().read(bytes);
    return new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  private static boolean isOpenAfter(Socket socket, int sent) throws IOException {
    try {
      socket.getOutputStream().write(sent);
      return socket.getInputStream().read() >= 0;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> lines(String head) {
    // The length of what is not sent may be left out.
    return head.lines().filter(line -> !line.startsWith("content-length:")).sorted().toList();
  }
}
