package io.vedette.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.Settings;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.ChangeReason;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.rule.RuleSettings;
import io.vedette.scene.Scene.Verdict;
import io.vedette.tracking.TrackerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SceneTest {
  private static final TrackerSettings TRACKER = Settings.defaults(TrackerSettings.class);
  private static final RuleSettings RULES =
      new Settings(Map.of())
          .put("zones.right.polygon", "0.5,0 1,0 1,1 0.5,1", "test")
          .put("zones.right.crowd", "2", "test")
          .put("zones.right.loitering", "5s", "test")
          .put("lines.middle.points", "0.5,1 0.5,0", "test")
          .bind(RuleSettings.class);

  private final List<SceneEvent> reported = new ArrayList<>();
  private Scene scene = new Scene(TRACKER, RULES, SceneState.initial());

  @Test
  void shouldTellTheSameBytesWhateverHappensToTheWorker() {
    List<FrameDetections> detections = new Street("gate", 3, 10).detections(60);

    List<String> once = tell(detections, false);
    List<String> restarted = tell(detections, true);

    assertThat(restarted).isEqualTo(once).hasSizeGreaterThan(100);
    assertThat(kinds(once))
        .contains("track.started", "track.updated", "track.ended", "zone.entered", "zone.left")
        .contains("line.crossed");
  }

  @Test
  void shouldGiveEachFactItsOwnId() {
    Set<String> ids = new HashSet<>();

    for (FrameDetections detection : new Street("gate", 5, 10).detections(60)) {
      for (SceneEvent event : scene.update(detection)) {
        assertThat(ids.add(event.id())).as(event.id()).isTrue();
      }
    }
    scene.end().forEach(event -> assertThat(ids.add(event.id())).as(event.id()).isTrue());

    assertThat(ids).isNotEmpty();
    assertThat(scene.state().histories()).isEmpty();
  }

  @Test
  void shouldTellEachTrackAsAChainOfChanges() {
    Map<Long, TrackSummary.View> last = new HashMap<>();
    Set<Long> ended = new HashSet<>();

    for (FrameDetections detection : new Street("gate", 1, 10).detections(60)) {
      for (SceneEvent event : scene.update(detection)) {
        TrackSummary track = event.track();
        if (track != null) {
          assertThat(track.before())
              .as(event.id())
              .isEqualTo(last.put(track.number(), track.after()));
          assertThat(event.reasons()).isNotEmpty();
          assertThat(ended).doesNotContain(track.number());
          assertThat(track.path()).hasSizeLessThanOrEqualTo(Paths.MOST);
        }
        if (event.type() == SceneEventType.TRACK_ENDED) {
          ended.add(track.number());
        }
      }
    }

    assertThat(ended).hasSizeGreaterThan(5);
  }

  @Test
  void shouldIgnoreWhatIsLateTwiceOrFenced() {
    show(1, 10, 0, 0.2);
    show(1, 11, 200, 0.21);
    SceneState before = scene.state();

    FrameDetections again = frame(1, 11, 200, 0.21);
    FrameDetections late = frame(1, 9, 100, 0.9);
    FrameDetections fenced = frame(0, 99, 400, 0.9);

    assertThat(scene.judge(again)).isEqualTo(Verdict.LATE);
    assertThat(scene.judge(late)).isEqualTo(Verdict.LATE);
    assertThat(scene.judge(fenced)).isEqualTo(Verdict.FENCED);
    assertThat(scene.update(again)).isEmpty();
    assertThat(scene.update(late)).isEmpty();
    assertThat(scene.update(fenced)).isEmpty();
    assertThat(scene.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "9000000000000, 0, 200",
    "1, 9000000000000, 200",
    "2, 0, 200",
    "9000000000000, 0, 90000000000",
    "1, 9000000000000, 90000000000",
    "2, 0, -90000000000"
  })
  void shouldGoOnBelowASessionOrNumberThatNobodyHas(long session, long sequence, long millis) {
    show(1, 10, 0, 0.2);
    show(session, sequence, millis, 0.2);
    long taken = 0;

    for (int i = 1; i <= 100; i++) {
      boolean isTaken = scene.judge(frame(1, 10 + i, 200L * i, 0.3)) == Verdict.TAKEN;
      show(1, 10 + i, 200L * i, 0.3);
      taken += isTaken ? 1 : 0;
    }

    assertThat(taken).isGreaterThanOrEqualTo(70);
    assertThat(scene.tracks()).hasSize(1);
  }

  @Test
  void shouldKeepATrackWhenItsCameraMovesToAnotherNode() {
    walk(1, 0, 0.2, 0.4);

    show(2, 0, 2_300, 0.42);
    show(2, 1, 2_500, 0.44);

    assertThat(reported(SceneEventType.TRACK_STARTED)).hasSize(1);
    assertThat(scene.tracks()).hasSize(1);
  }

  @Test
  void shouldStartAnewWhenTheClockIsSetBack() {
    walk(1, 0, 0.2, 0.4);

    show(2, 0, -3_600_000, 0.4);
    show(2, 1, -3_599_800, 0.4);

    assertThat(reported(SceneEventType.TRACK_ENDED)).hasSize(1);
    assertThat(reported(SceneEventType.TRACK_STARTED)).hasSize(2);
    assertThat(reported(SceneEventType.TRACK_STARTED).get(1).track().number()).isEqualTo(2);
  }

  @Test
  void shouldTellTheEndAsOfTheLastFrameWhoeverNoticesTheSilence() {
    walk(1, 0, 0.2, 0.7);
    Scene other = new Scene(TRACKER, RULES, SceneState.parse(scene.state().bytes()));

    List<SceneEvent> noticed = other.end();
    List<SceneEvent> next = scene.update(frame(1, 500, 60_000, 0.2));
    List<SceneEvent> nextOfOther = other.update(frame(1, 500, 60_000, 0.2));

    assertThat(bytes(next)).isEqualTo(bytes(noticed));
    assertThat(noticed)
        .extracting(SceneEvent::type)
        .containsExactly(SceneEventType.ZONE_LEFT, SceneEventType.TRACK_ENDED);
    assertThat(nextOfOther).isEmpty();
    assertThat(other.state()).isEqualTo(scene.state());
  }

  @Test
  void shouldTellAStandstillOnceAndNothingWhileItLasts() {
    for (int i = 0; i < 300; i++) {
      show(1, i, i * 200L, 0.3);
    }

    assertThat(reported.stream().map(SceneEvent::type))
        .containsExactly(SceneEventType.TRACK_STARTED, SceneEventType.TRACK_UPDATED);
    assertThat(reported.get(1).reasons()).contains(ChangeReason.STOPPED);
    assertThat(reported.get(1).track().after().isStationary()).isTrue();
  }

  @Test
  void shouldTellWhichFrameShowsAnObjectBest() {
    for (int i = 0; i < 30; i++) {
      double size = 0.05 + 0.01 * i;
      take(1, i, i * 200L, new RelativeBox(0.3, 0.1, size, 2 * size));
    }
    take(1, 30, 6_000, new RelativeBox(0.3, 0.1, 0.1, 0.2)); // goes away again
    reported.addAll(scene.end());

    SceneEvent end = reported(SceneEventType.TRACK_ENDED).get(0);
    assertThat(end.track().best().frame().sequence()).isBetween(25L, 29L);
    assertThat(reported.stream().flatMap(event -> event.reasons().stream()))
        .contains(ChangeReason.BETTER_VIEW);
  }

  @Test
  void shouldGoByOtherRulesFromTheNextFrameOn() {
    walk(1, 0, 0.55, 0.7);
    assertThat(scene.tracks()).hasSize(1);
    assertThat(reported(SceneEventType.ZONE_ENTERED)).hasSize(1);

    scene.use(
        new Settings(Map.of())
            .put("zones.all.polygon", "0,0 1,0 1,1 0,1", "test")
            .put("zones.all.inertia", "0", "test")
            .bind(RuleSettings.class));
    show(1, 100, 2_200, 0.72);

    SceneEvent entered = reported(SceneEventType.ZONE_ENTERED).get(1);
    assertThat(entered.zone().name()).isEqualTo("all");
    assertThat(entered.track().after().zones()).containsExactly("all");
  }

  @Test
  void shouldSayThatAStateIsDamaged() {
    assertThatThrownBy(() -> SceneState.parse(new byte[] {9}))
        .hasMessage("scene state: expected version 1, found 9");
    assertThatThrownBy(() -> SceneState.parse(new byte[] {1, 0, 0}))
        .hasMessageContaining("cut off");
  }

  private List<String> tell(List<FrameDetections> detections, boolean isRestarted) {
    Scene running = new Scene(TRACKER, RULES, SceneState.initial());
    List<String> all = new ArrayList<>();
    for (FrameDetections detection : detections) {
      all.addAll(bytes(running.update(detection)));
      if (isRestarted) {
        running = new Scene(TRACKER, RULES, SceneState.parse(running.state().bytes()));
      }
    }
    return all;
  }

  private static List<String> bytes(List<SceneEvent> events) {
    return events.stream()
        .map(event -> new String(SceneEventJson.write(event), StandardCharsets.UTF_8))
        .toList();
  }

  private static Set<String> kinds(List<String> events) {
    Set<String> kinds = new HashSet<>();
    events.forEach(
        json ->
            kinds.add(
                SceneEventJson.read(json.getBytes(StandardCharsets.UTF_8)).type().wireName()));
    return kinds;
  }

  private List<SceneEvent> reported(SceneEventType type) {
    return reported.stream().filter(event -> event.type() == type).toList();
  }

  /** One person walks for two seconds at 5 fps. */
  private void walk(long session, long millis, double from, double to) {
    for (int i = 0; i <= 10; i++) {
      show(session, i, millis + i * 200L, from + (to - from) * i / 10);
    }
  }

  private void show(long session, long sequence, long millis, double x) {
    reported.addAll(scene.update(frame(session, sequence, millis, x)));
  }

  private void take(long session, long sequence, long millis, RelativeBox box) {
    reported.addAll(
        scene.update(
            Street.event(
                "gate",
                session,
                sequence,
                at(millis),
                List.of(new DetectedObject("person", 0, 0.9, box)))));
  }

  private static FrameDetections frame(long session, long sequence, long millis, double x) {
    RelativeBox box = new RelativeBox(x - 0.05, 0.4, 0.1, 0.3);
    return Street.event(
        "gate", session, sequence, at(millis), List.of(new DetectedObject("person", 0, 0.9, box)));
  }

  private static Instant at(long millis) {
    return Street.START.plus(Duration.ofMillis(millis));
  }
}
