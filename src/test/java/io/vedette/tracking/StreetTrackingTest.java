package io.vedette.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import io.vedette.tracking.accuracy.MotAccuracy;
import io.vedette.tracking.accuracy.TracedBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tracks of the simulator's street, from its truth with the errors of a detector. */
class StreetTrackingTest {
  private static final int SCENES = 3;
  private static final int PERFECT_SCENES = 12;

  @ParameterizedTest
  @CsvSource({"25, 0.90, 0.88, 0.82", "10, 0.88, 0.87, 0.79", "5, 0.84, 0.85, 0.76"})
  void shouldFollowTheStreet(int framesPerSecond, double mota, double idf1, double hota) {
    List<MotAccuracy> runs = new ArrayList<>();
    for (int seed = 0; seed < SCENES; seed++) {
      runs.add(run(seed, framesPerSecond, true));
    }

    assertThat(mean(runs, MotAccuracy::mota)).isGreaterThan(mota);
    assertThat(mean(runs, MotAccuracy::idf1)).isGreaterThan(idf1);
    assertThat(mean(runs, MotAccuracy::hota)).isGreaterThan(hota);
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 10, 5})
  void shouldKeepIdentitiesThroughCrossingsAndOcclusionsWhenItsDetectorIsPerfect(
      int framesPerSecond) {
    List<MotAccuracy> runs = new ArrayList<>();
    for (int seed = 0; seed < PERFECT_SCENES; seed++) {
      runs.add(run(seed, framesPerSecond, false));
    }

    assertThat(mean(runs, MotAccuracy::idf1)).isGreaterThan(0.95);
    assertThat(mean(runs, MotAccuracy::mota)).isGreaterThan(0.97);
  }

  private static double mean(List<MotAccuracy> runs, ToDoubleFunction<MotAccuracy> measure) {
    return runs.stream().mapToDouble(measure).average().orElse(0);
  }

  private static MotAccuracy run(int seed, int framesPerSecond, boolean errs) {
    StreetScene scene = new StreetScene(seed, new Size(640, 360), framesPerSecond);
    Random random = new Random(seed);
    Tracker tracker = new Tracker(Settings.defaults(TrackerSettings.class));
    List<TracedBox> truth = new ArrayList<>();
    List<TracedBox> tracks = new ArrayList<>();
    for (int frame = 0; frame < 60 * framesPerSecond; frame++) {
      int number = frame;
      List<Detection> seen = new ArrayList<>();
      for (SceneObject object : scene.objects(frame)) {
        if (object.visibility() > 0.3 || !errs) {
          truth.add(new TracedBox(frame, object.trackId(), object.box()));
        }
        double confidence = object.visibility() * 0.9 - 0.15 * Math.abs(random.nextGaussian());
        if (!errs) {
          seen.add(new Detection(object.label(), 0.9, object.box()));
        } else if (confidence > 0.1) {
          seen.add(new Detection(object.label(), confidence, trembling(object.box(), random)));
        }
      }
      tracker
          .update(Instant.EPOCH.plusMillis(1000L * frame / framesPerSecond), seen)
          .tracks()
          .stream()
          .filter(track -> track.state() == TrackState.CONFIRMED)
          .forEach(track -> tracks.add(new TracedBox(number, track.id(), track.box())));
    }
    return MotAccuracy.of(truth, tracks);
  }

  private static RelativeBox trembling(RelativeBox box, Random random) {
    return RelativeBox.ofCorners(
        box.x() + 0.03 * box.w() * random.nextGaussian(),
        box.y() + 0.03 * box.h() * random.nextGaussian(),
        box.right() + 0.03 * box.w() * random.nextGaussian(),
        box.bottom() + 0.03 * box.h() * random.nextGaussian());
  }
}
