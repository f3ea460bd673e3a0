package io.vedette.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.alert.AlertSettings;
import io.vedette.config.Settings;
import io.vedette.event.WindowCount;
import io.vedette.event.WindowCount.Kind;
import io.vedette.event.WindowCount.Length;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.rule.RuleSettings;
import io.vedette.tracking.TrackerSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vehicle that drives through the picture while its label flickers is counted once. */
class FlickeringVehicleTest {
  private static final TrackerSettings TRACKER = Settings.defaults(TrackerSettings.class);
  private static final RuleSettings RULES =
      new Settings(Map.of())
          .put("zones.right.polygon", "0.5,0 1,0 1,1 0.5,1", "test")
          .put("zones.right.labels", "car", "test")
          .put("lines.any.points", "0.5,1 0.5,0", "test")
          .put("lines.cars.points", "0.5,1 0.5,0", "test")
          .put("lines.cars.labels", "car", "test")
          .put("lines.lorries.points", "0.5,1 0.5,0", "test")
          .put("lines.lorries.labels", "truck", "test")
          .bind(RuleSettings.class);
  private static final int FRAMES = 50;

  private final List<SceneEvent> events = new ArrayList<>();
  private final Map<String, WindowCount> counts = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"ct", "cctt", "ccttt", "tccc", "ccct", "cct", "cbt", "c", "cctcttctcc"})
  void shouldBeCountedOnce(String pattern) {
    drive(pattern);

    assertThat(of(SceneEventType.TRACK_STARTED)).hasSize(1);
    assertThat(of(SceneEventType.TRACK_ENDED)).hasSize(1);
    assertThat(crossings("any")).isEqualTo(1);
    assertThat(crossings("cars") + crossings("lorries")).isLessThanOrEqualTo(1);
    assertThat(of(SceneEventType.ZONE_ENTERED).size()).isLessThanOrEqualTo(1);
  }

  /** Each picture by chance, and in runs of chance lengths. */
  @Test
  void shouldBeCountedOnceHoweverItFlickers() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      double change = 0.1 + 0.8 * random.nextDouble();
      StringBuilder pattern = new StringBuilder("c");
      while (pattern.length() < FRAMES) {
        char last = pattern.charAt(pattern.length() - 1);
        pattern.append(random.nextDouble() < change ? "ctb".charAt(random.nextInt(3)) : last);
      }
      events.clear();
      counts.clear();

      drive(pattern.toString());

      assertThat(of(SceneEventType.TRACK_STARTED)).as("%s", pattern).hasSize(1);
      assertThat(of(SceneEventType.TRACK_ENDED)).as("%s", pattern).hasSize(1);
      assertThat(crossings("any")).as("%s", pattern).isEqualTo(1);
      assertThat(crossings("cars") + crossings("lorries")).as("%s", pattern).isLessThanOrEqualTo(1);
      assertThat(of(SceneEventType.ZONE_ENTERED).size())
          .as("%s", pattern)
          .isLessThanOrEqualTo(1 + of(SceneEventType.ZONE_LEFT).size());
    }
  }

  /** By the label that most of its pictures show, also where the line is crossed as another. */
  @ParameterizedTest
  @ValueSource(strings = {"tccc", "ccct", "cctc", "tcccc"})
  void shouldBeWhatMostPicturesShow(String pattern) {
    drive(pattern);

    assertThat(crossings("cars")).isEqualTo(1);
    assertThat(crossings("lorries")).isZero();
    assertThat(of(SceneEventType.ZONE_ENTERED)).hasSize(1);
    assertThat(of(SceneEventType.TRACK_ENDED).get(0).track().label()).isEqualTo("car");
    assertThat(of(SceneEventType.LINE_CROSSED))
        .allSatisfy(event -> assertThat(event.track().label()).isEqualTo("car"));
  }

  private void drive(String pattern) {
    CameraWatch watch = CameraWatch.begin("gate", TRACKER, Settings.defaults(AlertSettings.class));
    watch.scene().use(RULES);
    for (int frame = 0; frame < FRAMES; frame++) {
      String label =
          switch (pattern.charAt(frame % pattern.length())) {
            case 'c' -> "car";
            case 't' -> "truck";
            default -> "bus";
          };
      RelativeBox box = new RelativeBox(0.02 + 0.016 * frame, 0.4, 0.15, 0.12);
      DetectedObject seen = new DetectedObject(label, 0, 0.8, box);
      take(
          watch.update(
              Street.event(
                  "gate", 1, frame, Street.START.plusMillis(200L * frame), List.of(seen))));
    }
    take(watch.end());
  }

  private void take(CameraWatch.SceneOutput reported) {
    events.addAll(reported.events());
    reported.counts().forEach(count -> counts.put(count.key(), count));
  }

  private List<SceneEvent> of(SceneEventType type) {
    return events.stream().filter(event -> event.type() == type).toList();
  }

  private long crossings(String line) {
    return counts.values().stream()
        .filter(count -> count.window().length() == Length.HOUR)
        .filter(count -> count.subject().kind() == Kind.LINE)
        .filter(count -> line.equals(count.subject().name()))
        .mapToLong(count -> count.first() + count.second())
        .sum();
  }
}
