package io.vedette.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.Settings;
import io.vedette.event.Alert;
import io.vedette.runtime.Failure;
import io.vedette.sink.delivery.RetryAfter;
import io.vedette.transport.relay.InputRecord;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook against a server that answers with any bytes. */
class WebhookAnswerIT {
  private static final String ENDLESS = "endless";

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<String> asked = new CompletableFuture<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "200 OK\r\nContent-Length: 0\r\n\r\n",
        "204 No Content\r\n\r\n",
        "200 OK\r\n\r\nuntil the end",
        "200 OK\r\nContent-Length: 1000\r\n\r\ntoo little",
        "202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
        "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + ENDLESS,
      })
  void shouldTakeAnyStatusOf2xxWhateverTheBodyDoes(String answer) {
    serve(answer);

    deliver("http://127.0.0.1:" + server.getLocalPort() + "/");
    deliver("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  @ParameterizedTest
  @CsvSource({"429, 30, 30", "503, 30, 30", "503, never, 0"})
  void shouldSayHowLongItIsAskedToWait(String status, String header, long seconds) {
    serve(status + " No\r\nRetry-After: " + header + "\r\nContent-Length: 0\r\n\r\n");

    assertThatThrownBy(() -> deliver("http://127.0.0.1:" + server.getLocalPort() + "/"))
        .isInstanceOfSatisfying(
            RetryAfter.class, e -> assertThat(e.pause()).isEqualTo(Duration.ofSeconds(seconds)));
  }

  @Test
  void shouldSendTheLoginOfItsUrlAndNeverShowIt() throws Exception {
    serve("403 No\r\nContent-Length: 0\r\n\r\n");
    String url = "http://al%40home:p%3Aw+d@127.0.0.1:" + server.getLocalPort() + "/x?y=1";

    assertThatThrownBy(() -> deliver(url))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("***@127.0.0.1")
        .hasMessageNotContaining("p%3Aw");

    assertThat(settings(url).toString()).doesNotContain("p%3Aw");
    assertThat(asked.get(20, TimeUnit.SECONDS))
        .startsWith("POST /x?y=1 HTTP/1.1\r\n")
        .containsIgnoringCase("authorization: Basic YWxAaG9tZTpwOncrZA==\r\n");
  }

  private void deliver(String url) {
    try (Webhook webhook = new Webhook(vertx, settings(url), Instant::now)) {
      webhook.deliver(
          new InputRecord("alerts", 0, 0, Instant.EPOCH, "gate", Map.of(), new byte[2], 0),
          anyAlert());
    }
  }

  /** It sends the record as it is. */
  private static @Nullable Alert anyAlert() {
    return null;
  }

  private static WebhookSettings settings(String url) {
    return new Settings(Map.of())
        .put("url", url, "test")
        .put("timeout", "20s", "test")
        .bind(WebhookSettings.class);
  }

  private void serve(String answer) {
    start(
        () -> {
          while (!server.isClosed()) {
            Socket client = server.accept();
            start(() -> answer(client, answer));
          }
        });
  }

  private void answer(Socket client, String answer) throws IOException {
    InputStream in = client.getInputStream();
    byte[] head = new byte[1 << 16];
    int read = in.read(head);
    asked.complete(new String(head, 0, read, StandardCharsets.US_ASCII));
    OutputStream out = client.getOutputStream();
    out.write(("HTTP/1.1 " + answer.replace(ENDLESS, "")).getBytes(StandardCharsets.US_ASCII));
    while (answer.endsWith(ENDLESS)) {
      out.write("1\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  /** Until the other side closes. */
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the other side has closed
              }
            },
            "webhook-server");
    thread.setDaemon(true);
    thread.start();
  }
}
