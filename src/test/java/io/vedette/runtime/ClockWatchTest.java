package io.vedette.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final List<Duration> reported = new ArrayList<>();
  private Duration passed = Duration.ZERO;
  private Duration offset = Duration.ZERO;
  private final ClockWatch watch =
      new ClockWatch(
          () -> START.plus(passed).plus(offset),
          () -> passed.toNanos(),
          reported::add,
          TestSupervision.essential());

  @Test
  void shouldTellByHowMuchTheClockWasSetBack() {
    look(Duration.ofHours(0));
    look(Duration.ofHours(-3));

    assertThat(reported).containsExactly(Duration.ofHours(3));
  }

  @Test
  void shouldTellEachTime() {
    look(Duration.ZERO);
    look(Duration.ofMinutes(10));
    look(Duration.ofMinutes(9));
    look(Duration.ofMinutes(9));
    look(Duration.ZERO);

    assertThat(reported).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(9));
  }

  @Test
  void shouldBearASlowClockAndSmallCorrections() {
    look(Duration.ZERO);
    for (int seconds = 1; seconds < 100; seconds++) {
      look(Duration.ofSeconds(-4L * seconds));
    }

    assertThat(reported).isEmpty();
  }

  private void look(Duration clock) {
    passed = passed.plusMillis(500);
    offset = clock;
    watch.look();
  }
}
