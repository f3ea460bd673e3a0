package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerAccess;
import io.vedette.fault.Program;
import io.vedette.transport.CommittedRecords;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette up} as a process of its own, and its topics as any Kafka client reads them. */
class UpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Contracts CONTRACTS = new Contracts();

  @TempDir Path folder;

  @Test
  void shouldWriteWhatTheContractsSayAndEndCleanly() throws IOException {
    Map<String, List<ConsumerRecord<String, byte[]>>> topics = new HashMap<>();
    try (Program up = up("first", "--set", "alerts.rules.visitor.when=seen")) {
      Map<String, String> access = access();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                topics.putAll(read(access));
                return topics.getOrDefault("vedette.detections", List.of()).size() >= 40
                    && has(topics, "vedette.events", "track.started")
                    && has(topics, "vedette.counts", "count")
                    && has(topics, "vedette.alerts", "alert")
                    && has(topics, "vedette.snapshots", "snapshot")
                    && has(topics, "vedette.events", "camera.state");
              });
      assertMeters(up.log());
      Map<String, String> stranger =
          Map.of(
              "bootstrap.servers", access.get("bootstrap.servers"),
              "default.api.timeout.ms", "3000",
              "request.timeout.ms", "2000");
      assertThatThrownBy(() -> read(stranger)).isInstanceOf(KafkaException.class);
      assertThat(up.log()).as("of a stranger").doesNotContain("Selector", "SASL handshake");
      try (Program second = up("second")) {
        assertThat(second.waitFor(PATIENCE)).isEqualTo(1);
        assertThat(second.log().lines())
            .filteredOn(line -> line.startsWith("vedette: "))
            .singleElement()
            .asString()
            .contains("is in use by another vedette");
      }
      assertThat(up.interrupt()).isEqualTo(130);
    }

    assertContracts(topics);
    ConsumerRecord<String, byte[]> frame = topics.get("vedette.frames").get(0);
    assertThat(ImageIO.read(new ByteArrayInputStream(frame.value())).getWidth()).isEqualTo(1280);
  }

  @Test
  void shouldInferEachRetainedFrameExactlyOnceThroughAKill() throws IOException {
    try (Program up = up("killed")) {
      Map<String, String> access = access();
      await()
          .atMost(PATIENCE)
          .until(() -> read(access).getOrDefault("vedette.detections", List.of()).size() >= 30);
      up.kill();
    }
    Files.delete(BrokerAccess.file(folder.resolve("data")));

    try (Program up = up("again")) {
      Map<String, String> access = access();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Map<String, List<ConsumerRecord<String, byte[]>>> topics = read(access);
                List<String> detected = ids(topics.get("vedette.detections"));
                Set<String> frames = new HashSet<>(ids(topics.get("vedette.frames")));
                assertThat(sessions(frames)).hasSizeGreaterThanOrEqualTo(2);
                assertThat(detected).doesNotHaveDuplicates();
                Set<String> old = ofOldestSession(frames);
                assertThat(detected.stream().map(UpIT::frame).toList()).containsAll(old);
              });
      up.interrupt();
    }
  }

  @Test
  void shouldSayInOneLineThatTheDiskIsTooFullToStart() {
    try (Program up = up("full", "--set", "broker.free-room=1000TiB")) {
      assertThat(up.waitFor(PATIENCE)).isEqualTo(1);
      assertThat(up.log().strip().lines())
          .singleElement()
          .asString()
          .contains("of free disk space, needs 1000TiB; free some or give another --data");
    }
  }

  private Program up(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("up", "--data", data(), "--cameras", "1"));
    arguments.addAll(List.of("--set", "http.port=0", "--set", "broker.port=0"));
    arguments.addAll(List.of(more));
    return Program.vedette(folder, name, arguments);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private Map<String, String> access() {
    await().atMost(PATIENCE).until(() -> !BrokerAccess.read(folder.resolve("data")).isEmpty());
    return BrokerAccess.read(folder.resolve("data"));
  }

  /** All committed records of our topics, as far as they are there. */
  private static Map<String, List<ConsumerRecord<String, byte[]>>> read(
      Map<String, String> access) {
    return CommittedRecords.of(access, topic -> topic.matches("vedette[.][a-z]+")).stream()
        .collect(Collectors.groupingBy(ConsumerRecord::topic));
  }

  private static boolean has(
      Map<String, List<ConsumerRecord<String, byte[]>>> topics, String topic, String type) {
    return topics.getOrDefault(topic, List.of()).stream()
        .anyMatch(record -> header(record, "ce_type").contains(type));
  }

  private static void assertContracts(Map<String, List<ConsumerRecord<String, byte[]>>> topics) {
    List<String> problems = new ArrayList<>();
    topics.forEach(
        (topic, records) -> records.forEach(record -> problems.addAll(problems(record))));
    assertThat(problems).isEmpty();
    assertThat(topics)
        .containsKeys("vedette.cameras", "vedette.frames", "vedette.detections", "vedette.events")
        .containsKeys("vedette.owners", "vedette.sessions");
    assertThat(topics.get("vedette.sessions"))
        .allSatisfy(record -> assertThat(new String(record.value())).matches("\\d+"));
  }

  private static void assertMeters(String log) throws IOException {
    Matcher address = Pattern.compile("ledger at (http://\\S+)").matcher(log);
    assertThat(address.find()).isTrue();
    try (InputStream metrics = URI.create(address.group(1) + "/metrics").toURL().openStream()) {
      assertThat(new String(metrics.readAllBytes()))
          .contains("vedette_camera_live{camera=\"cam0\"} 1.0")
          .contains("vedette_frames_inferred_total{camera=\"cam0\"}")
          .contains("vedette_detect_latency_seconds_bucket{camera=\"cam0\"")
          .contains("vedette_detect_stage_seconds_count{stage=\"infer\"}")
          .contains("vedette_detect_lag ");
    }
  }

  private static List<String> problems(ConsumerRecord<String, byte[]> record) {
    List<String> problems = new ArrayList<>();
    switch (record.topic()) {
      case "vedette.frames" -> {
        problems.addAll(CONTRACTS.problems("frame-headers", record.headers()));
        problems.addAll(CONTRACTS.problems("cloudevents-headers", record.headers()));
      }
      case "vedette.snapshots" -> {
        problems.addAll(CONTRACTS.problems("snapshot-headers", record.headers()));
        problems.addAll(CONTRACTS.problems("cloudevents-headers", record.headers()));
      }
      case "vedette.detections" -> problems.addAll(json("detection", record));
      case "vedette.counts" -> problems.addAll(json("count", record));
      case "vedette.alerts" -> problems.addAll(json("alert", record));
      case "vedette.cameras" -> problems.addAll(json("camera", record));
      case "vedette.owners" -> problems.addAll(CONTRACTS.problems("owner", record.value()));
      case "vedette.events" -> {
        boolean isOperation =
            header(record, "ce_type")
                .matches(".*[.](camera[.](state|degraded)|coverage|frames[.]dropped)[.].*");
        problems.addAll(json(isOperation ? "operation-event" : "scene-event", record));
      }
      default -> {}
    }
    return problems;
  }

  private static List<String> json(String schema, ConsumerRecord<String, byte[]> record) {
    List<String> problems = new ArrayList<>(CONTRACTS.problems(schema, record.value()));
    problems.addAll(CONTRACTS.problems("cloudevents-headers", record.headers()));
    return problems;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return StreamSupport.stream(record.headers().headers(name).spliterator(), false)
        .map(header -> new String(header.value()))
        .findFirst()
        .orElse("");
  }

  private static List<String> ids(List<ConsumerRecord<String, byte[]>> records) {
    return records.stream().map(record -> header(record, "ce_id")).toList();
  }

  private static String frame(String detectionId) {
    return detectionId.substring(0, detectionId.indexOf('@'));
  }

  private static Set<Long> sessions(Set<String> frames) {
    return frames.stream().map(UpIT::session).collect(Collectors.toSet());
  }

  private static Set<String> ofOldestSession(Set<String> frames) {
    long oldest = frames.stream().mapToLong(UpIT::session).min().orElseThrow();
    return frames.stream().filter(frame -> session(frame) == oldest).collect(Collectors.toSet());
  }

  private static long session(String frame) {
    return Long.parseLong(frame.split("/")[1]);
  }
}
