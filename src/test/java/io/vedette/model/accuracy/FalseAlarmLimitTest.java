package io.vedette.model.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.model.accuracy.ConfidenceSearch.Rule;
import io.vedette.model.data.LabelledBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FalseAlarmLimitTest {
  private static final List<String> NAMES = List.of("cat", "dog");
  private static final RelativeBox HERE = new RelativeBox(0.1, 0.1, 0.2, 0.2);

  /** Raising dogs costs nothing, as all of them are surer; cats would be lost. */
  @Test
  void shouldRaiseTheClassThatLosesLeast() {
    ConfidenceSearch search = new ConfidenceSearch(new Rule(1, 1));
    FalseAlarmLimit limit = new FalseAlarmLimit(0.5);
    for (int i = 0; i < 10; i++) {
      see(search, 0, 0.3);
      see(search, 1, 0.9);
      limit.add(i < 4 ? List.of(box(0, 0.5)) : i < 8 ? List.of(box(1, 0.5)) : List.of());
    }

    Map<String, Double> raised = limit.raised(Map.of("cat", 0.2, "dog", 0.2), search);

    assertThat(raised).containsEntry("cat", 0.2).containsEntry("dog", 0.51);
    assertThat(limit.disturbed(raised)).isEqualTo(4);
  }

  @Test
  void shouldLeaveClassesThatThePicturesDoNotHold() {
    ConfidenceSearch search = new ConfidenceSearch(new Rule(1, 1));
    see(search, 0, 0.9);
    FalseAlarmLimit limit = new FalseAlarmLimit(0);
    limit.add(List.of(box(1, 0.5)));

    Map<String, Double> raised = limit.raised(Map.of("cat", 0.2, "dog", 0.3), search);

    assertThat(raised).containsEntry("cat", 0.2).containsEntry("dog", 0.3);
    assertThat(limit.isKept(raised)).isFalse();
  }

  /** No class alone can be lower, and none is below the best F1. */
  @Test
  void shouldFindTheLowestConfidencesThatKeepTheLimit() {
    RandomCases.check(
        100,
        random -> {
          ConfidenceSearch search = new ConfidenceSearch(new Rule(1, 1));
          FalseAlarmLimit limit = new FalseAlarmLimit(random.nextInt(5) / 10.0);
          for (int i = 0; i < 30; i++) {
            see(search, random.nextInt(2), random.nextDouble());
            limit.add(boxes(random));
          }
          Map<String, Double> best = new LinkedHashMap<>();
          NAMES.forEach(name -> best.put(name, search.best(name, 0.25)));

          Map<String, Double> raised = limit.raised(best, search);

          assertThat(limit.isKept(raised)).isTrue();
          for (String name : NAMES) {
            double chosen = raised.getOrDefault(name, 0.0);
            double lowest = best.getOrDefault(name, 0.0);
            assertThat(chosen).isGreaterThanOrEqualTo(lowest);
            Map<String, Double> lower = new LinkedHashMap<>(raised);
            lower.put(name, Math.max(lowest, ConfidenceSearch.below(chosen)));
            assertThat(chosen == lowest || !limit.isKept(lower)).isTrue();
          }
        });
  }

  @Test
  void shouldSayWhatIsNoShare() {
    assertThatThrownBy(() -> new FalseAlarmLimit(1.1))
        .hasMessageContaining("empty-at-most: expected 0–1, found 1.1");
  }

  private static List<DetectedObject> boxes(Random random) {
    List<DetectedObject> boxes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      boxes.add(box(random.nextInt(2), 0.05 + 0.89 * random.nextDouble()));
    }
    return boxes;
  }

  private static void see(ConfidenceSearch search, int label, double confidence) {
    search.add(NAMES, List.of(box(label, confidence)), List.of(new LabelledBox(label, HERE)));
  }

  private static DetectedObject box(int label, double confidence) {
    return new DetectedObject(NAMES.get(label), label, confidence, HERE);
  }
}
