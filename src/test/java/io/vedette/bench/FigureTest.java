package io.vedette.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.bench.Figure.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void shouldJudgeByTheMiddleHalfOfTheMeasurements() {
    assertThat(most(1.0).within(0.9, 1.05).verdict()).isEqualTo(Verdict.KEPT);
    assertThat(most(1.0).within(0.9, 1.2).verdict()).isEqualTo(Verdict.UNSURE);
    assertThat(most(1.2).within(1.15, 1.3).verdict()).isEqualTo(Verdict.OVER);
    assertThat(least(0.95).within(0.92, 0.97).verdict()).isEqualTo(Verdict.KEPT);
    assertThat(least(0.95).within(0.85, 0.97).verdict()).isEqualTo(Verdict.UNSURE);
    assertThat(least(0.8).within(0.7, 0.85).verdict()).isEqualTo(Verdict.OVER);
  }

  @Test
  void shouldJudgeOneMeasurementByItself() {
    assertThat(most(1.0).verdict()).isEqualTo(Verdict.KEPT);
    assertThat(least(0.89).verdict()).isEqualTo(Verdict.OVER);
    assertThat(most(1.0).spread()).isEmpty();
  }

  @Test
  void shouldTakeQuartilesOfSortedMeasurements() {
    Figure figure = least(3).within(List.of(1.0, 2.0, 3.0, 4.0, 5.0));

    assertThat(figure.spread()).isEqualTo("2.00 – 4.00");
    assertThat(least(1).within(List.of(1.0)).spread()).isEqualTo("1.00 – 1.00");
  }

  private static Figure most(double value) {
    return new Figure("row", "what", value, "", 1.10, true, "how");
  }

  private static Figure least(double value) {
    return new Figure("row", "what", value, "", 0.90, false, "how");
  }
}
