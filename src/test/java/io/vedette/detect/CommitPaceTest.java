package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

  @Test
  void shouldCommitTheFirstResultsAtOnce() {
    assertThat(pace(Duration.ofMillis(50)).left()).isZero();
  }

  @Test
  void shouldLetResultsWaitUntilTheIntervalIsOver() {
    CommitPace pace = pace(Duration.ofMillis(50));
    pace.committed();

    assertThat(pace.left()).isEqualTo(Duration.ofMillis(50));
    nanos.addAndGet(Duration.ofMillis(20).toNanos()); // past the largest number
    assertThat(pace.left()).isEqualTo(Duration.ofMillis(30));
    nanos.addAndGet(Duration.ofMillis(40).toNanos());
    assertThat(pace.left()).isNegative();
  }

  @Test
  void shouldNeverLetResultsWaitWithoutAnInterval() {
    CommitPace pace = pace(Duration.ZERO);
    pace.committed();

    assertThat(pace.left()).isZero();
  }

  private CommitPace pace(Duration interval) {
    return new CommitPace(interval, nanos::get);
  }
}
