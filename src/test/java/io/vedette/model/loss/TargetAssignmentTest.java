package io.vedette.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetAssignmentTest {
  /** Anchors of 8×8, 16×16 and 100×100 pixels in cells of 8. */
  private final TargetAssignment assignment =
      new TargetAssignment(8, new float[] {8, 8, 16, 16, 100, 100}, 4);

  /** In the left upper half of cell (2, 1): also the cells to the left and above. */
  @Test
  void shouldTakeTheNearestThreeCellsOfEachAnchorThatFits() {
    Target target = new Target(3, 18, 10, 10, 10, 1);

    Matches matches = assignment.match(List.of(List.of(), List.of(target)), List.of(), 4, 5);

    // Rows: picture 1 × 3 anchors × 20 cells; the third anchor is ten times larger.
    assertThat(matches.rows()).containsExactly(67, 66, 62, 87, 86, 82);
    assertThat(matches.scores()).startsWith(0, 0, 0, 1, 0, 0, 0, 1);
    assertThat(matches.numbers()).startsWith(0.25f, 0.25f, 1.25f, 1.25f, 1f, 1f, 1f);
  }

  @Test
  void shouldStayInsideTheMap() {
    Target corner = new Target(0, 1, 1, 8, 8, 1);
    Target end = new Target(0, 39.9f, 31.9f, 8, 8, 1);

    Matches matches = assignment.match(List.of(List.of(corner, end)), List.of(), 4, 5);

    assertThat(matches.rows()).containsExactly(0, 20, 19, 39);
  }

  @Test
  void shouldTakeNothingFourTimesAsLargeOrSmall() {
    Matches matches =
        assignment.match(List.of(List.of(new Target(0, 20, 20, 2, 2, 1))), List.of(), 4, 5);

    assertThat(matches.size()).isZero();
  }

  /** Of one teacher the best of each class, of two their mean; rows of labels stay theirs. */
  @Test
  void shouldTakeFromTeachersWhatNoLabelSays() {
    Target known = new Target(3, 18, 10, 10, 10, 1);
    List<SoftTarget> seen =
        List.of(
            new SoftTarget(18, 10, 9, 9, new float[] {0.9f, 0, 0, 0}, 0, 0.5f),
            new SoftTarget(36, 28, 8, 8, new float[] {0.2f, 0.6f, 0, 0}, 0, 0.5f),
            new SoftTarget(36, 28, 10, 8, new float[] {0.4f, 0.1f, 0, 0}, 0, 0.5f),
            new SoftTarget(36, 28, 12, 8, new float[] {0, 0.8f, 0, 0}, 1, 0.5f));

    Matches matches = assignment.match(List.of(List.of(known)), List.of(seen), 4, 5);

    assertThat(matches.rows()).startsWith(7, 6, 2, 27, 26, 22).contains(19, 39);
    int first = (int) Arrays.stream(matches.rows()).takeWhile(row -> row != 19).count();
    float[] numbers = matches.numbers();
    int at = first * Matches.NUMBERS;
    assertThat(numbers[at + 2]).isEqualTo(12 / 8f);
    assertThat(numbers[at + Matches.CERTAINTY]).isCloseTo(0.7f, within(1e-6f));
    assertThat(numbers[at + Matches.OBJECTNESS]).isCloseTo(0.7f, within(1e-6f));
    assertThat(numbers[at + Matches.BY_OVERLAP]).isZero();
    assertThat(matches.scores()[first * 4]).isCloseTo(0.2f / 0.7f, within(1e-6f));
    assertThat(matches.scores()[first * 4 + 1]).isCloseTo(1, within(1e-6f));
  }
}
