package io.vedette.model.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.model.accuracy.ConfidenceSearch.Rule;
import io.vedette.model.data.LabelledBox;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfidenceSearchTest {
  private static final List<String> NAMES = List.of("cat", "dog");
  private static final RelativeBox HERE = new RelativeBox(0.1, 0.1, 0.2, 0.2);
  private static final RelativeBox THERE = new RelativeBox(0.6, 0.6, 0.2, 0.2);

  /** Wrong boxes end at 0.4, right ones begin at 0.5: F1 is best between. */
  @Test
  void shouldPartTheRightFromTheWrong() {
    ConfidenceSearch search = new ConfidenceSearch(new Rule(1, 1));
    for (int i = 0; i < 10; i++) {
      see(search, List.of(cat(0.5 + 0.04 * i, HERE), cat(0.4 - 0.03 * i, THERE)), true);
    }

    assertThat(search.confidence("cat", 0.25)).isBetween(0.4, 0.5);
  }

  /** Half of the empty pictures have a box of 0.6; a quarter of the objects is under that. */
  @Test
  void shouldSpareEmptyPicturesAsFarAsTheRuleAllows() {
    for (double keep : List.of(0.8, 0.9)) {
      ConfidenceSearch search = new ConfidenceSearch(new Rule(0.1, keep));
      for (int i = 0; i < 40; i++) {
        see(search, List.of(cat(i < 10 ? 0.55 : 0.9, HERE)), true);
      }
      for (int i = 0; i < 10; i++) {
        see(search, i < 5 ? List.of(cat(0.6, THERE)) : List.of(), false);
      }

      ConfidenceSearch.Choice choice = search.choose("cat", 0.25, search.confidence("cat", 0.25));

      boolean isAllowed = keep < 0.85; // F1 without the quarter: 60/70
      assertThat(choice.disturbedBefore()).isEqualTo(5);
      assertThat(choice.disturbedAfter()).isEqualTo(isAllowed ? 0 : 5);
      assertThat(choice.after().recall()).isEqualTo(isAllowed ? 0.75 : 1);
    }
  }

  /** Classes by their names, whatever their place in a set. */
  @Test
  void shouldJoinSetsByTheNamesOfTheirClasses() {
    ConfidenceSearch search = new ConfidenceSearch(new Rule(1, 1));
    see(search, List.of(cat(0.8, HERE)), true);
    DetectedObject second = new DetectedObject("cat", 1, 0.7, HERE);
    search.add(List.of("dog", "cat"), List.of(second), List.of(new LabelledBox(1, HERE)));

    assertThat(search.choose("cat", 0.25, search.confidence("cat", 0.25)).after().objects())
        .isEqualTo(2);
    assertThat(search.choose("cat", 0.25, search.confidence("cat", 0.25)).after().right())
        .isEqualTo(2);
  }

  @Test
  void shouldLeaveClassesThatThePicturesDoNotHold() {
    ConfidenceSearch search = new ConfidenceSearch(new Rule(0.02, 0.9));
    see(search, List.of(cat(0.8, HERE)), true);

    assertThat(search.confidence("dog", 0.31)).isEqualTo(0.31);
    assertThat(search.confidence("bird", 0.32)).isEqualTo(0.32);
  }

  @Test
  void shouldSayWhatIsNoRule() {
    assertThatThrownBy(() -> new Rule(1.1, 0.9)).hasMessageContaining("background: expected 0–1");
    assertThatThrownBy(() -> new Rule(0, Double.NaN)).hasMessageContaining("keep: expected 0–1");
  }

  private static void see(ConfidenceSearch search, List<DetectedObject> found, boolean isThere) {
    search.add(NAMES, found, isThere ? List.of(new LabelledBox(0, HERE)) : List.of());
  }

  private static DetectedObject cat(double confidence, RelativeBox box) {
    return new DetectedObject("cat", 0, confidence, box);
  }
}
