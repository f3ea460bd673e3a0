package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.OtherPrograms;
import io.vedette.broker.BrokerAccess;
import io.vedette.fault.Program;
import io.vedette.metric.Metric;
import io.vedette.metric.MetricPart;
import io.vedette.metric.MetricsPage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The meters of running processes, the list of meters, and what is made of them. */
class ObservabilityIT {
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Depend on Java's collector and on how much it has had to do. */
  private static final Set<Metric> OCCASIONAL =
      Set.of(
          Metric.JVM_GC_PAUSE,
          Metric.JVM_GC_CONCURRENT,
          Metric.JVM_GC_ALLOCATED,
          Metric.JVM_GC_PROMOTED);

  @TempDir Path folder;

  @Test
  void shouldShowWhatTheListSaysAndAnswerEveryQuery() throws Exception {
    int upPort = freePort();
    int forwardPort = freePort();
    try (Program up = up(upPort)) {
      Map<String, String> access = access();
      spoil(access);
      try (Program forward = forward(access, forwardPort)) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .untilAsserted(() -> assertMeters(scrape(upPort) + scrape(forwardPort)));
        assertJson(up.log());
        assertJson(forward.log());
        OtherPrograms.require("prometheus");
        assertQueries(List.of(upPort, forwardPort));
      }
    }
  }

  private Program up(int port) {
    List<String> arguments =
        new ArrayList<>(
            List.of("up", "--data", folder.resolve("data").toString(), "--camera", "gate=sim:"));
    arguments.addAll(List.of("--camera", "broken=rtsp://127.0.0.1:1/none"));
    for (String setting :
        List.of(
            "http.port=" + port,
            "broker.port=0",
            "log.format=json",
            "tracing.endpoint=http://127.0.0.1:1", // nobody listens there
            "alerts.rules.visitor.when=seen",
            "sinks.webhooks.desk.url=http://127.0.0.1:1/")) {
      arguments.addAll(List.of("--set", setting));
    }
    return Program.vedette(folder, "up", arguments);
  }

  private Program forward(Map<String, String> access, int port) throws IOException {
    StringBuilder yaml = new StringBuilder("log: { format: json }\n");
    yaml.append("http: { port: %d }\n".formatted(port));
    yaml.append("forward:\n  site: berlin\n  kafka:\n");
    access.forEach((key, value) -> yaml.append("    %s: '%s'\n".formatted(key, value)));
    yaml.append("kafka:\n");
    access.forEach((key, value) -> yaml.append("  %s: '%s'\n".formatted(key, value)));
    Path file = folder.resolve("forward.yaml");
    Files.writeString(file, yaml);
    return Program.vedette(folder, "forward", List.of("forward", "--config", file.toString()));
  }

  private Map<String, String> access() {
    Path data = folder.resolve("data");
    await().atMost(PATIENCE).until(() -> Files.exists(BrokerAccess.file(data)));
    return BrokerAccess.read(data);
  }

  /** A record that no tracker can read, once there is the topic. */
  private static void spoil(Map<String, String> access) {
    Map<String, Object> properties = new HashMap<>(access);
    properties.put("max.block.ms", "60000");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () ->
                  producer
                      .send(new ProducerRecord<>("vedette.detections", "gate", "{"))
                      .get(5, TimeUnit.SECONDS)
                      .hasOffset());
    }
  }

  private static void assertMeters(String text) {
    Set<String> scraped =
        text.lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .map(line -> line.split("[{ ]", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed = new TreeSet<>();
    for (Metric metric : Metric.values()) {
      listed.addAll(MetricsPage.series(metric));
      // The console is a process of its own.
      if (!OCCASIONAL.contains(metric) && metric.part() != MetricPart.CONSOLE) {
        assertThat(scraped).as("scraped").containsAll(MetricsPage.series(metric));
      }
    }
    assertThat(listed).as("listed").containsAll(scraped);
    assertThat(text)
        .contains("vedette_camera_state{camera=\"gate\"} 2.0")
        .containsPattern(
            "vedette_lag_seconds\\{group=\"vedette-detect\",topic=\"vedette.frames\"} [0-9]")
        .containsPattern("vedette_camera_frame_age_seconds\\{camera=\"broken\"} [0-9]+\\.")
        .containsPattern("vedette_records_defect_total\\{topic=\"vedette.detections\"} [1-9]")
        .containsPattern("vedette_sink_deliveries_total\\{outcome=\"retried\",sink=\"desk\"} [1-9]")
        .containsPattern("vedette_kafka_streams_threads\\{client=\"[a-z-]+\"} [1-9]");
    assertLabels(text);
  }

  /** Each series has the labels of the list, and of histograms the bound. */
  private static void assertLabels(String text) {
    for (Metric metric : Metric.values()) {
      for (String series : MetricsPage.series(metric)) {
        Set<String> expected = new TreeSet<>(metric.form().labels());
        if (series.endsWith("_bucket")) {
          expected.add("le");
        }
        text.lines()
            .filter(line -> line.startsWith(series + "{") || line.startsWith(series + " "))
            .forEach(line -> assertThat(labels(line)).as(line).isEqualTo(expected));
      }
    }
  }

  private static Set<String> labels(String line) {
    int end = line.lastIndexOf('}');
    return end < 0
        ? Set.of()
        : Arrays.stream(line.substring(line.indexOf('{') + 1, end).split("\","))
            .map(label -> label.split("=", 2)[0].strip())
            .filter(label -> !label.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertJson(String log) throws IOException {
    List<String> objects = log.lines().filter(line -> line.startsWith("{")).toList();
    assertThat(log.lines().filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\d .*"))).isEmpty();
    for (String line : objects) {
      assertThat(new ObjectMapper().readTree(line).path("level").asText()).isNotEmpty();
    }
  }

  private void assertQueries(List<Integer> targets) throws IOException {
    int port = freePort();
    try (Program server = prometheus(targets, port)) {
      List<Queries.Query> left = new ArrayList<>(Queries.ofDashboards());
      assertThat(left).hasSizeGreaterThan(60);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                left.removeIf(query -> hasAnswer(port, query));
                assertThat(left).as("queries without an answer; " + server.log()).isEmpty();
              });
      for (JsonNode group : get(port, "/api/v1/rules").path("data").path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
        }
      }
    }
  }

  private Program prometheus(List<Integer> targets, int port) throws IOException {
    Path settings = folder.resolve("prometheus.yml");
    Files.writeString(
        settings,
        """
        global: { scrape_interval: 1s, evaluation_interval: 2s }
        rule_files: ["%s"]
        scrape_configs:
          - job_name: vedette
            static_configs: [{ targets: [%s] }]
        """
            .formatted(
                Queries.ALERTS.toAbsolutePath(),
                targets.stream()
                    .map(target -> "\"127.0.0.1:" + target + "\"")
                    .collect(Collectors.joining(", "))));
    return Program.start(
        folder,
        "prometheus",
        List.of(
            "prometheus",
            "--config.file=" + settings,
            "--storage.tsdb.path=" + folder.resolve("series"),
            "--web.listen-address=127.0.0.1:" + port,
            "--log.level=warn"));
  }

  private static boolean hasAnswer(int port, Queries.Query query) {
    try {
      String encoded = URLEncoder.encode(query.expanded(), StandardCharsets.UTF_8);
      JsonNode answer = get(port, "/api/v1/query?query=" + encoded);
      assertThat(answer.path("status").asText()).as(query + " " + answer).isEqualTo("success");
      return !answer.path("data").path("result").isEmpty();
    } catch (IOException e) {
      return false; // it has yet to listen
    }
  }

  private static JsonNode get(int port, String path) throws IOException {
    return new ObjectMapper().readTree(body(port, path));
  }

  private static String scrape(int port) throws IOException {
    return body(port, "/metrics");
  }

  private static String body(int port, String path) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
