package io.vedette.model.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.model.augment.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  /** Anchors of 8×8, 16×16 and 100×100 pixels in cells of 8. */
  private final Assignment assignment = new Assignment(8, new float[] {8, 8, 16, 16, 100, 100});

  /** In the left upper half of cell (2, 1): also the cells to the left and above. */
  @Test
  void shouldTakeTheNearestThreeCellsOfEachAnchorThatFits() {
    Target target = new Target(3, 18, 10, 10, 10, 1);

    Matches matches = assignment.match(List.of(List.of(), List.of(target)), 4, 5);

    // Rows: picture 1 × 3 anchors × 20 cells; the third anchor is ten times larger.
    assertThat(matches.rows()).containsExactly(67, 66, 62, 87, 86, 82);
    assertThat(matches.labels()).containsOnly(3);
    assertThat(matches.numbers()).startsWith(0.25f, 0.25f, 1.25f, 1.25f, 1f, 1f, 1f);
  }

  @Test
  void shouldStayInsideTheMap() {
    Target corner = new Target(0, 1, 1, 8, 8, 1);
    Target end = new Target(0, 39.9f, 31.9f, 8, 8, 1);

    Matches matches = assignment.match(List.of(List.of(corner, end)), 4, 5);

    assertThat(matches.rows()).containsExactly(0, 20, 19, 39);
  }

  @Test
  void shouldTakeNothingFourTimesAsLargeOrSmall() {
    Matches matches = assignment.match(List.of(List.of(new Target(0, 20, 20, 2, 2, 1))), 4, 5);

    assertThat(matches.size()).isZero();
  }
}
