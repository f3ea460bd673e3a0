package io.vedette.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import io.vedette.geometry.Size;
import io.vedette.rule.Occurrence.Direction;
import io.vedette.rule.Occurrence.LineCount;
import io.vedette.rule.RuleState.Passage;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import io.vedette.tracking.Detection;
import io.vedette.tracking.Tracker;
import io.vedette.tracking.TrackerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crossings in the simulator's street: the truth's, and those counted after a shaky detector. */
class StreetCountingTest {
  private static final int SECONDS = 60;
  private static final LineSettings LINE = new LineSettings("0.5,0 0.5,1", List.of(), 0.01);

  @ParameterizedTest
  @CsvSource({"25, 0.88", "10, 0.85", "5, 0.83"})
  void shouldCountMostOfWhatCrossesAndNothingElse(int framesPerSecond, double least) {
    long really = 0;
    long counted = 0;
    for (int seed = 0; seed < 3; seed++) {
      StreetScene scene = new StreetScene(seed, new Size(640, 360), framesPerSecond);
      LineCount truth = truth(scene, framesPerSecond);
      LineCount count = count(scene, framesPerSecond);

      assertThat(count.toLeft()).isLessThanOrEqualTo(truth.toLeft());
      assertThat(count.toRight()).isLessThanOrEqualTo(truth.toRight());
      really += truth.toLeft() + truth.toRight();
      counted += count.toLeft() + count.toRight();
    }

    assertThat(counted / (double) really).isGreaterThan(least); // some cross behind others
  }

  private static LineCount truth(StreetScene scene, int framesPerSecond) {
    LineRule rule = new LineRule("line", LINE);
    Map<Long, Passage> passages = new HashMap<>();
    Map<Long, RelativePoint> last = new HashMap<>();
    LineCount count = LineCount.NONE;
    for (int frame = 0; frame < SECONDS * framesPerSecond; frame++) {
      for (SceneObject object : scene.objects(frame)) {
        long id = object.trackId();
        RelativePoint anchor = object.box().anchor();
        Passage passage = rule.seen(passages.get(id), last.getOrDefault(id, anchor), anchor);
        if (rule.isSettled(passage, anchor, anchor)) {
          count = count.plus(passage.pending() > 0 ? Direction.TO_RIGHT : Direction.TO_LEFT);
          passage = new Passage(passage.side(), 0);
        }
        passages.put(id, passage);
        last.put(id, anchor);
      }
    }
    return count;
  }

  private static LineCount count(StreetScene scene, int framesPerSecond) {
    Random random = new Random(7);
    Tracker tracker = new Tracker(Settings.defaults(TrackerSettings.class));
    RuleEngine engine = new RuleEngine(Script.rules(Map.of(), Map.of("line", LINE)));
    for (int frame = 0; frame < SECONDS * framesPerSecond; frame++) {
      List<Detection> seen = new ArrayList<>();
      for (SceneObject object : scene.objects(frame)) {
        double confidence = object.visibility() * 0.9 - 0.15 * Math.abs(random.nextGaussian());
        if (confidence > 0.1) {
          seen.add(new Detection(object.label(), confidence, trembling(object.box(), random)));
        }
      }
      Instant at = Instant.EPOCH.plusMillis(1000L * frame / framesPerSecond);
      engine.update(at, tracker.update(at, seen));
    }
    return engine.state().counts().get("line");
  }

  private static RelativeBox trembling(RelativeBox box, Random random) {
    return RelativeBox.ofCorners(
        box.x() + 0.03 * box.w() * random.nextGaussian(),
        box.y() + 0.03 * box.h() * random.nextGaussian(),
        box.right() + 0.03 * box.w() * random.nextGaussian(),
        box.bottom() + 0.03 * box.h() * random.nextGaussian());
  }
}
