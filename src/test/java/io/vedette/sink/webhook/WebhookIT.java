package io.vedette.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vedette.config.Secret;
import io.vedette.config.TlsSettings;
import io.vedette.config.TlsSettings.Verify;
import io.vedette.event.Alert;
import io.vedette.runtime.Failure;
import io.vedette.transport.relay.InputRecord;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook against real servers: whose certificates it trusts, and where it may be sent. */
class WebhookIT {
  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Vertx.vertx();
  private final List<HttpServer> servers = new ArrayList<>();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
    vertx.close().await();
  }

  @Test
  void shouldTrustOnlyTheCertificatesOfItsSettings() throws Exception {
    AtomicInteger received = new AtomicInteger();
    int port = secure(received).getAddress().getPort();
    Path own = folder.resolve("own.pem");
    keyTool("-exportcert", "-rfc", "-alias", "a", "-file", own.toString());
    String name = "https://localhost:" + port + "/";
    String number = "https://127.0.0.1:" + port + "/";

    assertRefused(name, new TlsSettings(Verify.FULL, null));
    assertRefused(number, new TlsSettings(Verify.FULL, own));
    assertThat(received).hasValue(0);

    deliver(name, new TlsSettings(Verify.FULL, own));
    deliver(number, new TlsSettings(Verify.CERTIFICATE, own));
    deliver(number, new TlsSettings(Verify.NONE, null));
    assertThat(received).hasValue(3);
  }

  @Test
  void shouldNotTakeItsSecretsAlongARedirect() throws Exception {
    AtomicInteger elsewhere = new AtomicInteger();
    int other = plain(200, "", elsewhere).getAddress().getPort();
    String location = "http://127.0.0.1:" + other + "/";
    int port = plain(307, location, new AtomicInteger()).getAddress().getPort();

    assertThatThrownBy(() -> deliver("http://127.0.0.1:" + port + "/", TlsSettings.DEFAULTS))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("found 307");

    assertThat(elsewhere).hasValue(0);
  }

  private void assertRefused(String url, TlsSettings tls) {
    assertThatThrownBy(() -> deliver(url, tls))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.action()).isEqualTo(Failure.Action.RETRY));
  }

  private void deliver(String url, TlsSettings tls) {
    Secret token = new Secret("Bearer t");
    WebhookSettings settings =
        new WebhookSettings(url, new Secret("s"), null, token, Duration.ofSeconds(20), tls);
    try (Webhook webhook = new Webhook(vertx, settings, Instant::now)) {
      InputRecord record =
          new InputRecord(
              "alerts", 0, 0, Instant.EPOCH, "gate", Map.of("ce_id", "1"), new byte[2], 0);
      webhook.deliver(record, anyAlert());
    }
  }

  /** It sends the record as it is. */
  private static @Nullable Alert anyAlert() {
    return null;
  }

  private HttpServer plain(int status, String location, AtomicInteger received) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    return answering(server, status, location, received);
  }

  private HttpServer secure(AtomicInteger received) throws Exception {
    keyTool(
        "-genkeypair",
        "-keyalg",
        "RSA",
        "-alias",
        "a",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return answering(server, 200, "", received);
  }

  private HttpServer answering(
      HttpServer server, int status, String location, AtomicInteger received) {
    servers.add(server);
    server.createContext(
        "/",
        exchange -> {
          received.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          if (!location.isEmpty()) {
            exchange.getResponseHeaders().add("Location", location);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void keyTool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
