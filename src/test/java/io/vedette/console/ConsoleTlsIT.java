package io.vedette.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.PasswordHash;
import io.vedette.broker.TestCertificates;
import io.vedette.config.Settings;
import io.vedette.console.account.TestAccounts;
import io.vedette.console.server.ConsoleServer;
import io.vedette.runtime.Failure;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The console over its own TLS, called by a client that checks its certificate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTlsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "correct horse battery";

  @TempDir static Path folder;
  private Path chain;
  private Path key;
  private TestCertificates certificates;
  private TestAccounts accounts;
  private ConsoleServer server;

  @BeforeAll
  void start() throws Exception {
    chain = folder.resolve("tls.crt");
    key = folder.resolve("tls.key");
    certificates = new TestCertificates(folder);
    use("first");
    accounts = new TestAccounts(TestDatabases.empty(Dialect.SQLITE, folder), true);
    accounts
        .stores
        .accounts()
        .create(
            "anna",
            PasswordHash.of(PASSWORD),
            new Account.Rights(Role.ADMIN, CameraScope.ALL, true));
    server =
        new ConsoleServer(
            accounts.vertx, settings(), accounts.callers, TestConsole.whole(accounts.parts()));
    server.start();
  }

  private ConsoleSettings settings() {
    return new Settings(Map.of())
        .assignments(List.of("port=0", "tls.certificate=" + chain, "tls.key=" + key))
        .bind(ConsoleSettings.class);
  }

  /** Has the two files be of a certificate of its own. */
  private void use(String name) throws Exception {
    certificates.signed(name, "-ext", "san=ip:127.0.0.1");
    replace(chain, certificates.pem(name, false));
    replace(key, certificates.pem(name, true));
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @AfterAll
  void stop() throws Exception {
    if (server != null) {
      server.close();
      accounts.vertx.close().await();
      accounts.close();
    }
  }

  @Test
  void shouldServeItsPageByTlsWithStrictTransport() throws Exception {
    assertThat(server.address()).startsWith("https://127.0.0.1:");

    HttpResponse<String> page = send("/", "");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(page.headers().firstValue("Strict-Transport-Security")).contains("max-age=15552000");
  }

  @Test
  void shouldKeepSessionsInCookiesForTlsAlone() throws Exception {
    String login = "{\"name\":\"anna\",\"password\":\"%s\"}".formatted(PASSWORD);

    HttpResponse<String> reply = send("/api/v1/session", login);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(reply.body()).get("role").asText()).isEqualTo("admin");
    assertThat(reply.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("__Host-vedette=")
        .contains("; Secure");
  }

  @Test
  void shouldTakeNeitherPlainHttpNorOldTls() {
    URI plain = URI.create(server.address().replace("https", "http"));
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(plain).build(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);

    SSLParameters old = new SSLParameters();
    old.setProtocols(new String[] {"TLSv1.1"});
    assertThatThrownBy(
            () ->
                HttpClient.newBuilder()
                    .sslContext(trusting())
                    .sslParameters(old)
                    .build()
                    .send(
                        HttpRequest.newBuilder(URI.create(server.address())).build(),
                        BodyHandlers.ofString()))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void shouldServeAnotherCertificateOnceItsFilesAreThere() throws Exception {
    String before = served();
    certificates.signed("half", "-ext", "san=ip:127.0.0.1");
    replace(chain, certificates.pem("half", false)); // its key is not there yet
    assertThatThrownBy(
            () ->
                new ConsoleServer(
                        accounts.vertx,
                        settings(),
                        accounts.callers,
                        TestConsole.whole(accounts.parts()))
                    .start())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the key is of another certificate");
    assertThat(served()).isEqualTo(before);

    use("second");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(served()).isNotEqualTo(before));
  }

  @Test
  void shouldSayWhichFileIsMissing() {
    ConsoleSettings missing =
        new Settings(Map.of())
            .assignments(
                List.of("port=0", "tls.certificate=" + folder.resolve("none"), "tls.key=" + key))
            .bind(ConsoleSettings.class);

    assertThatThrownBy(
            () ->
                new ConsoleServer(
                        accounts.vertx,
                        missing,
                        accounts.callers,
                        TestConsole.whole(accounts.parts()))
                    .start())
        .isInstanceOf(Failure.class)
        .hasMessageContaining(folder.resolve("none") + " cannot be read");
  }

  /** The serial number of what is served to a new connection. */
  private String served() throws Exception {
    var session = send("/icon.svg", "").sslSession().orElseThrow();
    return ((X509Certificate) session.getPeerCertificates()[0]).getSerialNumber().toString();
  }

  private HttpResponse<String> send(String path, String body) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trusting()).build();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + path)).timeout(PATIENCE);
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(certificates.trusting("authority"))) {
      store.load(in, TestCertificates.PASSWORD.toCharArray());
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
