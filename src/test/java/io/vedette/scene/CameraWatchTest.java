package io.vedette.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.alert.AlertSettings;
import io.vedette.config.Settings;
import io.vedette.event.Alert;
import io.vedette.event.FrameDetections;
import io.vedette.event.WindowCount;
import io.vedette.event.WindowCount.Kind;
import io.vedette.event.WindowCount.Length;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.rule.RuleSettings;
import io.vedette.scene.CameraWatch.SceneOutput;
import io.vedette.tracking.TrackerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraWatchTest {
  private static final TrackerSettings TRACKER = Settings.defaults(TrackerSettings.class);
  private static final RuleSettings RULES =
      new Settings(Map.of())
          .put("zones.right.polygon", "0.5,0 1,0 1,1 0.5,1", "test")
          .put("lines.middle.points", "0.5,1 0.5,0", "test")
          .bind(RuleSettings.class);
  private static final AlertSettings ALERTS =
      new Settings(Map.of())
          .put("rules.loiterer.lasting", "3s", "test")
          .put("rules.loiterer.cool-down", "10s", "test")
          .put("rules.passer.when", "crossed", "test")
          .put("rules.passer.group", "2s", "test")
          .bind(AlertSettings.class);

  @Test
  void shouldCountWhatItTellsInMinutesAndHours() {
    List<SceneEvent> events = new ArrayList<>();
    Map<String, WindowCount> last = new HashMap<>();
    CameraWatch watch = CameraWatch.begin("gate", TRACKER, ALERTS);
    watch.scene().use(RULES);

    for (FrameDetections detection : new Street("gate", 3, 10).detections(130)) {
      SceneOutput reported = watch.update(detection);
      events.addAll(reported.events());
      reported.counts().forEach(count -> last.put(count.key(), count));
    }

    for (Length length : Length.values()) {
      long left = sum(last, length, Kind.LINE, true);
      long right = sum(last, length, Kind.LINE, false);
      long crossings = of(events, SceneEventType.LINE_CROSSED);
      assertThat(left + right).isEqualTo(crossings).isPositive();
      assertThat(sum(last, length, Kind.ZONE, true))
          .isEqualTo(of(events, SceneEventType.ZONE_ENTERED));
      assertThat(sum(last, length, Kind.ZONE, false))
          .isEqualTo(of(events, SceneEventType.ZONE_LEFT));
      assertThat(sum(last, length, Kind.TRACKS, true))
          .isEqualTo(of(events, SceneEventType.TRACK_STARTED));
    }
    assertThat(last.keySet()).contains("gate/1m/2026-11-24T10:01:00Z/line/middle/car");
    assertThat(dwell(last)).isEqualTo(dwell(events));
  }

  @Test
  void shouldTellTheSameBytesWhateverHappensToTheWorker() {
    List<FrameDetections> detections = new Street("gate", 4, 10).detections(60);
    CameraWatch once = CameraWatch.begin("gate", TRACKER, ALERTS);
    CameraWatch moved = CameraWatch.begin("gate", TRACKER, ALERTS);
    once.scene().use(RULES);
    List<String> expected = new ArrayList<>();
    List<String> reported = new ArrayList<>();

    for (FrameDetections detection : detections) {
      expected.addAll(text(once.update(detection)));
      moved.scene().use(RULES);
      reported.addAll(text(moved.update(detection)));
      moved = CameraWatch.resume("gate", TRACKER, ALERTS, moved.bytes());
    }

    assertThat(reported).isEqualTo(expected);
    assertThat(reported).anyMatch(json -> json.contains("\"rule\":\"loiterer\""));
    assertThat(reported).anyMatch(json -> json.contains("\"rule\":\"passer\""));
  }

  @Test
  void shouldTellTheSameWhoeverNoticesThatTheCameraIsSilent() {
    List<FrameDetections> detections = new Street("gate", 4, 10).detections(33);
    FrameDetections later = Street.event("gate", 1, 9999, Street.START.plusSeconds(120), List.of());
    CameraWatch noticed = CameraWatch.begin("gate", TRACKER, ALERTS);
    noticed.scene().use(RULES);
    detections.forEach(noticed::update);
    CameraWatch unnoticed = CameraWatch.resume("gate", TRACKER, ALERTS, noticed.bytes());
    unnoticed.scene().use(RULES);

    List<String> reported = new ArrayList<>(text(noticed.end()));
    reported.addAll(text(noticed.update(later)));

    assertThat(text(unnoticed.update(later))).isEqualTo(reported).isNotEmpty();
    assertThat(unnoticed.bytes()).isEqualTo(noticed.bytes());
  }

  private static List<String> text(SceneOutput reported) {
    List<String> all = new ArrayList<>();
    reported.events().forEach(event -> all.add(event.id()));
    reported.counts().forEach(count -> all.add(new String(count.json(), StandardCharsets.UTF_8)));
    reported.alerts().stream()
        .map(Alert::json)
        .forEach(json -> all.add(new String(json, StandardCharsets.UTF_8)));
    return all;
  }

  private static long sum(
      Map<String, WindowCount> counts, Length length, Kind kind, boolean isFirst) {
    return counts.values().stream()
        .filter(count -> count.window().length() == length && count.subject().kind() == kind)
        .mapToLong(count -> isFirst ? count.first() : count.second())
        .sum();
  }

  private static Duration dwell(Map<String, WindowCount> counts) {
    return counts.values().stream()
        .filter(count -> count.window().length() == Length.HOUR)
        .filter(count -> count.subject().kind() == Kind.ZONE)
        .map(WindowCount::dwell)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration dwell(List<SceneEvent> events) {
    return events.stream()
        .filter(event -> event.type() == SceneEventType.ZONE_LEFT)
        .map(event -> event.zone().dwell())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static long of(List<SceneEvent> events, SceneEventType type) {
    return events.stream().filter(event -> event.type() == type).count();
  }
}
