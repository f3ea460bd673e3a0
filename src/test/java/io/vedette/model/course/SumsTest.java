package io.vedette.model.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SumsTest {
  @Test
  void shouldTakeOfEqualsTheBetterOverallThenTheLater() {
    Sums sums = Sums.of(Map.of());

    assertThat(sums.isBest(0, 0)).isTrue();
    assertThat(sums.isBest(0, 0)).isTrue();
    assertThat(sums.isBest(1, 0.6)).isTrue();
    assertThat(sums.isBest(1, 0.5)).isFalse();
    assertThat(sums.isBest(0.9, 0.9)).isFalse();
    assertThat(sums.isBest(1, 0.7)).isTrue();
    assertThat(sums.isBest(1, 0.7)).isTrue();
  }

  @Test
  void shouldKnowTheBestAfterAResume() {
    Sums sums = Sums.of(Map.of());
    sums.isBest(0.5, 0.3);

    Sums resumed = Sums.of(sums.texts());

    assertThat(resumed.isBest(0.5, 0.2)).isFalse();
    assertThat(resumed.isBest(0.5, 0.3)).isTrue();
  }

  @Test
  void shouldTakeTheLaterWhereNothingCanBeMeasured() {
    Sums sums = Sums.of(Map.of());

    assertThat(sums.isBest(Double.NaN, Double.NaN)).isTrue();
    assertThat(sums.isBest(Double.NaN, Double.NaN)).isTrue();
  }
}
