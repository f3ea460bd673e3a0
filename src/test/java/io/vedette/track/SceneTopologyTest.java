package io.vedette.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.alert.AlertSettings;
import io.vedette.config.Settings;
import io.vedette.detect.DetectSettings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.scene.CameraRules;
import io.vedette.scene.Scene;
import io.vedette.scene.SceneState;
import io.vedette.scene.Street;
import io.vedette.validation.Bounds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SceneTopologyTest {
  private static final AlertSettings ALERTS =
      new Settings(Map.of())
          .put("rules.busy.when", "in-zone", "test")
          .put("rules.busy.labels", "person", "test")
          .put("rules.busy.cool-down", "8s", "test")
          .bind(AlertSettings.class);
  private static final byte[] RULES =
      """
      {"url":"rtsp://${USER}@10.0.0.5/a","fps":10,
       "zones":{"right":{"polygon":"0.5,0 1,0 1,1 0.5,1","labels":["person","car"]}},
       "lines":{"middle":{"points":"0.5,1 0.5,0"}},"update-every":"2s"}
      """
          .getBytes(StandardCharsets.UTF_8);

  private TopologyRun run = new TopologyRun(ALERTS);

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void shouldTellWhatTheCamerasRulesAskFor() {
    run.rules("gate", RULES, before());
    List<FrameDetections> detections = new Street("gate", 3, 10).detections(40);
    Scene scene =
        new Scene(
            TopologyRun.SETTINGS.tracker(), CameraRules.parse("gate", RULES), SceneState.initial());
    List<SceneEvent> expected = new ArrayList<>();

    detections.forEach(run::detect);
    detections.forEach(detection -> expected.addAll(scene.update(detection)));

    List<TestRecord<String, byte[]>> reported = run.events();
    assertThat(reported).hasSameSizeAs(expected).hasSizeGreaterThan(50);
    for (int i = 0; i < expected.size(); i++) {
      SceneEvent event = expected.get(i);
      assertThat(reported.get(i).key()).isEqualTo("gate");
      assertThat(reported.get(i).value()).isEqualTo(SceneEventJson.write(event));
      assertThat(header(reported.get(i), "ce_id")).isEqualTo(event.id());
      assertThat(header(reported.get(i), "ce_type")).isEqualTo(event.type().cloudEventsType());
      assertThat(header(reported.get(i), "ce_source")).isEqualTo("/cameras/gate");
    }
    assertThat(expected).anyMatch(event -> event.type() == SceneEventType.LINE_CROSSED);
  }

  @Test
  void shouldGoOnFromTheStoreWithTheSameBytes() {
    List<FrameDetections> detections = new Street("gate", 5, 10).detections(40);
    run.rules("gate", RULES, before());
    detections.forEach(run::detect);
    List<String> once = run.reported();
    List<String> countsOnce = TopologyRun.texts(run.counts);
    List<String> alertsOnce = TopologyRun.texts(run.alerts);

    List<String> counts = new ArrayList<>();
    List<String> alerts = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    TopologyRun worker = new TopologyRun(ALERTS);
    worker.rules("gate", RULES, before());
    for (int i = 0; i < detections.size(); i++) {
      if (i % 37 == 36) {
        Map<String, byte[]> stored = worker.stored();
        moved.addAll(worker.reported());
        counts.addAll(TopologyRun.texts(worker.counts));
        alerts.addAll(TopologyRun.texts(worker.alerts));
        worker.close();
        worker = new TopologyRun(ALERTS);
        worker.rules("gate", RULES, before());
        worker.restore(stored);
      }
      worker.detect(detections.get(i));
    }
    moved.addAll(worker.reported());
    counts.addAll(TopologyRun.texts(worker.counts));
    alerts.addAll(TopologyRun.texts(worker.alerts));
    worker.close();

    assertThat(moved).isEqualTo(once);
    assertThat(counts).isEqualTo(countsOnce).isNotEmpty();
    assertThat(alerts).isEqualTo(alertsOnce).isNotEmpty();
  }

  @Test
  void shouldReplayByTheRulesThatWereValidAtThatTime() {
    List<FrameDetections> detections = new Street("gate", 3, 10).detections(40);
    byte[] other =
        "{\"lines\":{\"left\":{\"points\":\"0.3,1 0.3,0\"}}}".getBytes(StandardCharsets.UTF_8);
    Instant change = Street.START.plusSeconds(20);

    run.rules("gate", RULES, before());
    for (int i = 0; i < detections.size(); i++) {
      if (i == 203) { // known to the live worker 300 ms after it was written
        run.rules("gate", other, change);
      }
      run.detect(detections.get(i));
    }
    List<String> live = run.reported();

    TopologyRun replay = new TopologyRun(ALERTS); // all versions are known from the start
    replay.rules("gate", RULES, before());
    replay.rules("gate", other, change);
    replay.rules("gate", null, change.plusSeconds(3600));
    detections.forEach(replay::detect);
    List<String> replayed = replay.reported();
    replay.close();

    assertThat(replayed).isEqualTo(live);
    assertThat(live).anyMatch(json -> json.contains("\"name\":\"middle\""));
    assertThat(live).anyMatch(json -> json.contains("\"name\":\"left\""));
  }

  @Test
  void shouldKeepTheRulesItHasWhenNewOnesAreWrong() {
    run.rules("gate", RULES, before());
    run.rules(
        "gate",
        "{\"zones\":{\"a\":{\"polygon\":\"0,0\"}}}".getBytes(StandardCharsets.UTF_8),
        before().plusMillis(1));
    run.rules("gate", "[]".getBytes(StandardCharsets.UTF_8), before().plusMillis(2));

    new Street("gate", 3, 10).detections(20).forEach(run::detect);

    assertThat(run.reported()).anyMatch(json -> json.contains("\"name\":\"right\""));
  }

  @Test
  void shouldPutAsideWhatIsNoDetectionAndGoOn() {
    run.detect(frame(0, 0));
    run.send("gate", "no json".getBytes(StandardCharsets.UTF_8));
    run.send("yard", DetectionJson.write(frame(1, 200)));
    run.send("gate", "{\"camera\":\"gate\"}".getBytes(StandardCharsets.UTF_8));
    run.detect(frame(1, 200));

    assertThat(run.reported()).hasSize(1);
    List<TestRecord<String, byte[]>> rejected = run.rejected.readRecordsToList();
    assertThat(rejected).hasSize(3).allMatch(record -> !header(record, "reason").isEmpty());
    assertThat(rejected.get(0).value()).isEqualTo("no json".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldGoOnWhateverNumbersAndHoweverManyObjectsADetectionHolds() {
    String good = new String(DetectionJson.write(frame(1, 200)), StandardCharsets.UTF_8);
    for (String number : List.of("1e308", "-1e308", "1e999", "-1", "1.5", "null", "\"0.4\"")) {
      run.send("gate", utf8(good.replace("\"x\":0.4", "\"x\":" + number)));
      run.send("gate", utf8(good.replace("\"confidence\":0.9", "\"confidence\":" + number)));
      run.send("gate", utf8(good.replaceAll("\"session\":\\d+", "\"session\":" + number)));
    }
    String object = good.substring(good.indexOf("[{") + 1, good.indexOf("}]") + 1);
    run.send("gate", utf8(good.replace(object, (object + ",").repeat(20_000) + object)));
    run.detect(frame(1, 200));
    run.detect(frame(2, 400));

    assertThat(run.reported()).hasSize(1);
    assertThat(run.rejected.readRecordsToList())
        .hasSize(22)
        .allMatch(record -> !header(record, "reason").isEmpty());
  }

  @Test
  void shouldFollowManyMoreObjectsThanAnyModelSeesInAStateThatFits() {
    List<DetectedObject> crowd = new ArrayList<>();
    for (int i = 0; i < Bounds.OBJECTS; i++) {
      RelativeBox box = new RelativeBox(0.02 * (i % 40), 0.03 * (i / 40), 0.01, 0.02);
      crowd.add(new DetectedObject("person", 0, 0.9, box));
    }

    for (int i = 0; i < 4; i++) {
      Instant at = Street.START.plusMillis(200 * i);
      run.detect(Street.event("gate", 1, i, at, crowd));
    }

    assertThat(run.rejected.readRecordsToList()).isEmpty();
    assertThat(run.reported()).hasSize(Bounds.OBJECTS);
  }

  @Test
  void shouldDropAStoredStateThatIsNoneForItsCameraAlone() {
    run.detect(frame(0, 0));
    run.detect(frame(1, 200));
    Map<String, byte[]> stored = new HashMap<>(run.stored());
    run.close();
    stored.put("yard", utf8("what an earlier version left"));
    long before = TopologyRun.PARTS.defects().count("scenes");
    run = new TopologyRun(ALERTS);

    run.restore(stored);
    List<DetectedObject> nothing = List.of();
    run.detect(Street.event("yard", 1, 2, Street.START.plusMillis(400), nothing));
    run.detect(Street.event("gate", 1, 2, Street.START.plusSeconds(60), nothing));

    assertThat(TopologyRun.PARTS.defects().count("scenes")).isEqualTo(before + 1);
    assertThat(run.rejected.readRecordsToList()).isEmpty();
    assertThat(run.stored().get("yard")).isNotEqualTo(stored.get("yard"));
    assertThat(run.reported()).singleElement().asString().contains("track.ended");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldEndTracksOfASilentCamera() {
    run.detect(frame(0, 0));
    run.detect(frame(1, 200));

    run.driver.advanceWallClockTime(TopologyRun.SETTINGS.silence().minusSeconds(1));
    assertThat(run.reported()).hasSize(1);
    run.driver.advanceWallClockTime(Duration.ofSeconds(3));

    assertThat(run.reported()).singleElement().asString().contains("track.ended");
    run.driver.advanceWallClockTime(Duration.ofSeconds(120));
    assertThat(run.reported()).isEmpty();
  }

  @Test
  void shouldTellNothingElseWhenDetectWorkersCameBackAndCaughtUp() {
    run.detect(frame(0, 0));
    run.detect(frame(1, 200));
    run.reported();

    run.driver.advanceWallClockTime(Settings.defaults(DetectSettings.class).catchUp());
    run.driver.advanceWallClockTime(TopologyRun.SETTINGS.tracker().maxGap());
    run.detect(frame(2, 400));

    assertThat(run.reported()).isEmpty(); // as without the pause: it is the same person
  }

  @Test
  void shouldKeepCamerasApart() {
    List<FrameDetections> gate = new Street("gate", 3, 10).detections(20);
    List<FrameDetections> yard = new Street("yard", 3, 10).detections(20);
    for (int i = 0; i < gate.size(); i++) {
      run.detect(gate.get(i));
      run.detect(yard.get(i));
    }

    List<String> reported = run.reported();
    List<String> ofGate =
        reported.stream().filter(json -> json.contains("\"camera\":\"gate\"")).toList();
    List<String> ofYard =
        reported.stream().filter(json -> json.contains("\"camera\":\"yard\"")).toList();

    assertThat(ofYard).hasSizeGreaterThan(10);
    assertThat(ofYard.stream().map(json -> json.replace("yard", "gate"))).isEqualTo(ofGate);
  }

  private static Instant before() {
    return Street.START.minusSeconds(60);
  }

  private static FrameDetections frame(long sequence, long millis) {
    RelativeBox box = new RelativeBox(0.4, 0.4, 0.1, 0.3);
    return Street.event(
        "gate",
        1,
        sequence,
        Street.START.plusMillis(millis),
        List.of(new DetectedObject("person", 0, 0.9, box)));
  }

  private static String header(TestRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
