package io.vedette.ingest.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.SendingLimit;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration HIGH = Duration.ofSeconds(4);
  private static final Duration MIDDLE = Duration.ofMillis(1500);
  private static final Duration LOW = Duration.ofMillis(100);

  private final Ladder ladder = new Ladder(LIMIT);

  @BeforeEach
  void warmUp() {
    measure(LOW, Ladder.WARM_UP_ROUNDS);
  }

  @Test
  void shouldTakeNoStartForOverload() {
    Ladder starting = new Ladder(LIMIT);

    for (int second = 0; second < Ladder.WARM_UP_ROUNDS; second++) {
      assertThat(starting.measure(HIGH)).isZero();
    }
    assertThat(starting.measure(LOW)).isZero();
  }

  @Test
  void shouldBeBackFromTheLowestStepWithin15SecondsOnceTheLagIsGone() {
    measure(HIGH, 100);

    assertThat(measure(LOW, 14)).isZero();
  }

  @Test
  void shouldStepDownOnlyWhenTheLagStaysHigh() {
    assertThat(measure(HIGH, 2)).isZero();
    assertThat(measure(LOW, 1)).isZero();
    assertThat(measure(HIGH, 3)).isEqualTo(1);
    assertThat(measure(HIGH, 3)).isEqualTo(2);
    assertThat(measure(HIGH, 100)).isEqualTo(Ladder.STEPS);
  }

  @Test
  void shouldStayWhereItIsInBetween() {
    measure(HIGH, 3);

    assertThat(measure(MIDDLE, 1000)).isEqualTo(1);
  }

  @Test
  void shouldStepUpOneByOneOnceTheLagHasBeenLowForSomeSeconds() {
    measure(HIGH, 6);

    assertThat(measure(LOW, 2)).isEqualTo(2);
    assertThat(measure(LOW, 1)).isEqualTo(1);
    assertThat(measure(LOW, 2)).isEqualTo(1);
    assertThat(measure(LOW, 1)).isZero();
  }

  @Test
  void shouldWaitLongerAfterAStepUpThatWasTooEarly() {
    measure(HIGH, 3);
    measure(LOW, 3);
    assertThat(measure(HIGH, 3)).isEqualTo(1);

    assertThat(measure(LOW, 5)).isEqualTo(1);
    assertThat(measure(LOW, 1)).isZero();
  }

  @Test
  void shouldPauseOnlyCamerasOfTheLowestPriority() {
    assertThat(Degradation.limit(0, true)).isEqualTo(SendingLimit.NONE);
    assertThat(Degradation.limit(Ladder.STEPS, true).isPaused()).isTrue();
    assertThat(Degradation.limit(Ladder.STEPS, false).isPaused()).isFalse();
    assertThat(Degradation.limit(2, true).isPaused()).isFalse();
  }

  private int measure(Duration lag, int seconds) {
    int step = 0;
    for (int second = 0; second < seconds; second++) {
      step = ladder.measure(lag);
    }
    return step;
  }
}
