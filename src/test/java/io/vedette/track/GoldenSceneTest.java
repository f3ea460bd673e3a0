package io.vedette.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.GoldenFile;
import io.vedette.alert.AlertSettings;
import io.vedette.config.Settings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.scene.Street;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records and stored states of a track worker, byte for byte as an earlier version wrote them. */
class GoldenSceneTest {
  private static final int SECONDS = 24;
  private static final int STORED_AFTER = 120;
  private static final AlertSettings ALERTS =
      new Settings(Map.of())
          .put("rules.busy.when", "in-zone", "test")
          .put("rules.busy.labels", "person", "test")
          .put("rules.busy.cool-down", "8s", "test")
          .bind(AlertSettings.class);
  private static final byte[] RULES =
      """
      {"url":"rtsp://${USER}@10.0.0.5/a","fps":10,
       "zones":{"right":{"polygon":"0.5,0 1,0 1,1 0.5,1","labels":["person","car"],
         "loitering":"3s","crowd":2,"absence":"4s"}},
       "lines":{"middle":{"points":"0.5,1 0.5,0"}},"update-every":"2s"}
      """
          .getBytes(StandardCharsets.UTF_8);

  private final List<FrameDetections> detections = new Street("gate", 3, 10).detections(SECONDS);

  @Test
  void shouldWriteTheSameDetections() {
    GoldenFile.assertSame(
        "detections.jsonl",
        detections.stream().limit(50).map(event -> text(DetectionJson.write(event))).toList());
  }

  @Test
  void shouldWriteTheSameRecordsAndState() {
    try (TopologyRun run = begin()) {
      detections.subList(0, STORED_AFTER).forEach(run::detect);
      List<String> records = records(run);
      List<String> state = Stream.of(run.stored().get("gate")).map(GoldenSceneTest::coded).toList();
      detections.subList(STORED_AFTER, detections.size()).forEach(run::detect);
      List<String> later = records(run);

      GoldenFile.assertSame("scene-records-1.jsonl", records);
      GoldenFile.assertSame("scene-state.base64", state);
      GoldenFile.assertSame("scene-records-2.jsonl", later);
      assertThat(records)
          .anyMatch(json -> json.contains("line-crossed") || json.contains("line.crossed"));
    }
  }

  /** Ids and counts go on. */
  @Test
  void shouldGoOnFromTheStateThatAnEarlierVersionStored() {
    byte[] stored = Base64.getDecoder().decode(GoldenFile.read("scene-state.base64").get(0));
    try (TopologyRun run = begin()) {
      run.restore(Map.of("gate", stored));

      detections.subList(STORED_AFTER, detections.size()).forEach(run::detect);

      assertThat(records(run)).isEqualTo(GoldenFile.read("scene-records-2.jsonl"));
    }
  }

  private static TopologyRun begin() {
    TopologyRun run = new TopologyRun(ALERTS);
    Instant before = Street.START.minusSeconds(60);
    run.rules("gate", RULES, before);
    return run;
  }

  private static List<String> records(TopologyRun run) {
    List<String> records = new ArrayList<>(run.reported());
    records.addAll(TopologyRun.texts(run.counts));
    records.addAll(TopologyRun.texts(run.alerts));
    return records;
  }

  private static String coded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
