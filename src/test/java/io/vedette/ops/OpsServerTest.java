package io.vedette.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.http.HttpSettings;
import io.vedette.log.LogSettings;
import io.vedette.log.Logs;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Part;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class OpsServerTest {
  private static final String TOKEN = "0123456789abcdef";

  private final Vertx vertx = Vertx.vertx();
  private final Supervision supervision = TestSupervision.make();
  private final Health health = new Health(supervision);
  private final Ledger ledger = new Ledger();
  private @Nullable OpsServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldBeReadyOnlyWhenEveryPartIs() throws Exception {
    health.readyWhen("broker", Optional::empty);
    start(null);

    assertThat(get("/health/ready", null).statusCode()).isEqualTo(200);

    health.readyWhen("model", () -> Optional.of("loading"));
    HttpResponse<String> answer = get("/health/ready", null);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"model\":\"loading\"");
    assertThat(get("/health/live", null).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSayWhichPartsDoNotWorkAndWhetherThatConcernsTheProcess() throws Exception {
    start(null);
    supervision.separate().began(new StubPart("sink-door", null, "wrong password"));
    HttpResponse<String> impaired = get("/health/live", null);
    assertThat(impaired.statusCode()).isEqualTo(200);
    assertThat(impaired.body())
        .contains("\"status\":\"DEGRADED\"", "\"sink-door\":\"wrong password\"");
    assertThat(get("/health/ready", null).statusCode()).isEqualTo(200);

    supervision.essential().began(new StubPart("lane-0", "its thread has ended", null));
    HttpResponse<String> ended = get("/health/live", null);
    assertThat(ended.statusCode()).isEqualTo(503);
    assertThat(ended.body()).contains("DOWN", "\"lane-0\":\"its thread has ended\"", "sink-door");
    assertThat(get("/health/ready", null).statusCode()).isEqualTo(503);
  }

  private record StubPart(String name, @Nullable String end, @Nullable String problem)
      implements Part {
    @Override
    public Optional<String> ended() {
      return Optional.ofNullable(end);
    }

    @Override
    public Optional<String> trouble() {
      return Optional.ofNullable(problem);
    }
  }

  @Test
  void shouldShowTheLedgerAsMeters() throws Exception {
    start(null);
    ledger.captured("gate");
    ledger.captured("gate");
    ledger.inferred("gate");
    ledger.dropped("gate", DropReason.STALE);

    assertThat(get("/metrics", null).body())
        .contains("vedette_frames_captured_total{camera=\"gate\"} 2.0")
        .contains("vedette_frames_dropped_total{camera=\"gate\",reason=\"stale\"} 1.0");
    assertThat(get("/api/ledger", null).body()).contains("\"captured\":2,\"inferred\":1");
  }

  @Test
  void shouldAskForTheTokenExceptForHealth() throws Exception {
    start(TOKEN);

    assertThat(get("/metrics", null).statusCode()).isEqualTo(401);
    assertThat(get("/metrics", "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(get("/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(get("/health/live", null).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldChangeTheLevelOfALoggerUntilItIsSetBack() throws Exception {
    start(TOKEN);
    Logger logger = LoggerFactory.getLogger("io.vedette.made.up");
    assertThat(logger.isDebugEnabled()).isFalse();

    assertThat(post("{\"logger\":\"io.vedette.made.up\",\"level\":\"debug\"}"))
        .contains("\"io.vedette.made.up\":\"debug\"");
    assertThat(logger.isDebugEnabled()).isTrue();
    assertThat(post("{\"logger\":\"io.vedette.made.up\",\"level\":null}"))
        .contains("\"root\":")
        .doesNotContain("made.up");
    assertThat(logger.isDebugEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "null",
        "{",
        "{}",
        "{\"logger\":7,\"level\":\"info\"}",
        "{\"logger\":\"a b\",\"level\":\"info\"}",
        "{\"logger\":\"a\\nb\",\"level\":\"info\"}",
        "{\"logger\":\"\",\"level\":\"info\"}",
        "{\"logger\":\"io.vedette\",\"level\":\"loud\"}",
        "{\"logger\":\"io.vedette\",\"level\":{}}"
      })
  void shouldRefuseWhatIsNoLevelOfALogger(String body) throws Exception {
    start(TOKEN);
    String before = get("/api/log", "Bearer " + TOKEN).body();

    assertThat(post(body)).contains("\"error\":").contains("expected");
    assertThat(get("/api/log", "Bearer " + TOKEN).body()).isEqualTo(before);
  }

  @Test
  void shouldNameThePortThatIsInUse() {
    start(null);
    int taken = server.port();

    OpsServer second = server(settings(List.of("port=" + taken)));

    assertThatThrownBy(second::start)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("http.port");
  }

  @Test
  void shouldTakeAFreePortWhereNoneIsSetAndTheUsualOneIsInUse() {
    Vertx otherProcess = Vertx.vertx(); // servers of one share their ports
    OpsServer first = server(otherProcess, settings(List.of()));
    first.start(); // on the usual port, or, where another program has that, on a free one
    try {
      server = server(settings(List.of()));
      server.start();

      assertThat(server.port()).isPositive().isNotIn(HttpSettings.USUAL_PORT, first.port());
      assertThat(server.address()).isEqualTo("http://127.0.0.1:" + server.port());
    } finally {
      first.close();
      otherProcess.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void shouldRefuseAPublicAddressWithoutToken() {
    assertThatThrownBy(() -> settings(List.of("host=0.0.0.0")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("http.token");
  }

  private void start(@Nullable String token) {
    server =
        server(settings(token == null ? List.of("port=0") : List.of("port=0", "token=" + token)));
    server.start();
  }

  private static HttpSettings settings(List<String> assignments) {
    return new Settings(Map.of()).assignments(assignments).bind(HttpSettings.class);
  }

  private OpsServer server(HttpSettings settings) {
    return server(vertx, settings);
  }

  private OpsServer server(Vertx process, HttpSettings settings) {
    return new OpsServer(
        process,
        settings,
        health,
        new Scrape(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)),
        ledger,
        Logs.of(Settings.defaults(LogSettings.class)));
  }

  private String post(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/log"))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> get(String path, @Nullable String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
