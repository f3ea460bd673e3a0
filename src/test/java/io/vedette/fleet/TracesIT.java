package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.fault.Program;
import io.vedette.trace.Collector;
import io.vedette.trace.Collector.Seen;
import io.vedette.transport.CommittedRecords;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of three processes, as a collector gets them. */
class TracesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final List<String> posted = new CopyOnWriteArrayList<>();

  @Test
  void shouldJoinAFramesWayFromCaptureToAlertInOneTrace() throws Exception {
    HttpServer desk = desk();
    try (EmbeddedBroker broker = broker();
        Collector collector = new Collector()) {
      Path settings = settings(broker, collector, desk.getAddress().getPort());
      try (Program ingest = role("ingest", settings);
          Program detect = role("detect", settings);
          Program track = role("track", settings)) {
        Map<String, Seen> reported = awaitTrace(collector, List.of(ingest, detect, track));
        assertSteps(reported);
        assertBatch(collector, reported.get("infer"));
        assertRecords(broker, reported);
      }
    } finally {
      desk.stop(0);
    }
  }

  private EmbeddedBroker broker() {
    EmbeddedBroker broker =
        new EmbeddedBroker(
            folder.resolve("broker"),
            new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    return broker;
  }

  private HttpServer desk() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          posted.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Path settings(EmbeddedBroker broker, Collector collector, int desk) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("http: { port: 0 }\n");
    yaml.append("cameras: { front: { url: 'sim:', fps: 2 } }\n");
    yaml.append("transport: { partitions: 2, camera-partitions: 2 }\n");
    yaml.append("tracing: { endpoint: '%s', one-in: 1 }\n".formatted(collector.address()));
    yaml.append("alerts: { rules: { visitor: { when: seen } } }\n");
    yaml.append("sinks: { webhooks: { desk: { url: 'http://127.0.0.1:%d/' } } }\n".formatted(desk));
    yaml.append("kafka:\n");
    broker
        .clientProperties()
        .forEach((key, value) -> yaml.append("  %s: '%s'\n".formatted(key, value)));
    return Files.writeString(folder.resolve("vedette.yaml"), yaml);
  }

  private Program role(String name, Path settings) {
    return Program.vedette(folder, name, List.of(name, "--config", settings.toString()));
  }

  /** The steps of a trace that ends with a delivery, by their names. */
  private static Map<String, Seen> awaitTrace(Collector collector, List<Program> programs) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(whole(collector))
                    .as(() -> programs.stream().map(Program::log).collect(Collectors.joining()))
                    .isPresent());
    return whole(collector).orElseThrow();
  }

  private static Optional<Map<String, Seen>> whole(Collector collector) {
    Set<String> traces =
        collector.spans("deliver").stream().map(Seen::trace).collect(Collectors.toSet());
    Map<String, Map<String, Seen>> found = new HashMap<>();
    collector.spans().stream()
        .filter(seen -> traces.contains(seen.trace()))
        .forEach(
            seen ->
                found.computeIfAbsent(seen.trace(), any -> new HashMap<>()).put(seen.name(), seen));
    return found.values().stream()
        .filter(steps -> steps.keySet().containsAll(Set.of("frame", "send", "commit", "track")))
        .findFirst();
  }

  private void assertSteps(Map<String, Seen> reported) {
    Map<String, String> parents = new HashMap<>();
    reported.forEach((name, seen) -> parents.put(name, name(reported, seen.parent())));
    assertThat(parents)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("frame", ""),
                Map.entry("capture", "frame"),
                Map.entry("encode", "frame"),
                Map.entry("send", "frame"),
                Map.entry("detect", "frame"),
                Map.entry("queue", "detect"),
                Map.entry("preprocess", "detect"),
                Map.entry("batch_wait", "detect"),
                Map.entry("infer", "detect"),
                Map.entry("postprocess", "detect"),
                Map.entry("commit", "detect"),
                Map.entry("track", "detect"),
                Map.entry("deliver", "track")));
    Set<String> processes =
        reported.values().stream()
            .map(seen -> seen.process().get("service.instance.id"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(processes).hasSize(3);
    assertThat(reported.get("deliver").attribute("vedette.sink")).isEqualTo("desk");
    Seen delivered = reported.get("deliver");
    assertThat(posted).contains("00-" + delivered.trace() + "-" + delivered.id() + "-01");
  }

  private static String name(Map<String, Seen> reported, String id) {
    return reported.values().stream()
        .filter(seen -> seen.id().equals(id))
        .map(Seen::name)
        .findFirst()
        .orElse("");
  }

  private static void assertBatch(Collector collector, Seen infer) {
    assertThat(collector.spans("batch"))
        .filteredOn(batch -> batch.links().contains(infer.id()))
        .singleElement()
        .satisfies(batch -> assertThat(infer.links()).containsExactly(batch.id()));
  }

  /** Each record names the step that wrote it. */
  private static void assertRecords(EmbeddedBroker broker, Map<String, Seen> reported) {
    assertThat(headers(broker, "vedette.frames")).contains(header(reported.get("frame")));
    assertThat(headers(broker, "vedette.detections")).contains(header(reported.get("detect")));
    assertThat(headers(broker, "vedette.events")).contains(header(reported.get("track")));
    assertThat(headers(broker, "vedette.alerts")).contains(header(reported.get("track")));
  }

  private static String header(Seen seen) {
    return "00-" + seen.trace() + "-" + seen.id() + "-01";
  }

  private static Set<String> headers(EmbeddedBroker broker, String topic) {
    return CommittedRecords.of(broker.clientProperties(), topic::equals).stream()
        .flatMap(record -> traces(record).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> traces(ConsumerRecord<String, byte[]> record) {
    return StreamSupport.stream(record.headers().headers("traceparent").spliterator(), false)
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }
}
