package io.vedette.detect;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The interval at which results are committed. A transaction costs Kafka the same for one result as
 * for many, so while more comes than can be inferred, several batches share one. Confined to the
 * polling thread.
 */
final class CommitPace {
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private long lastNanos;

  /**
   * @param interval between two commits under load; zero commits whenever there are results
   * @param nanoTime as {@link System#nanoTime}
   */
  CommitPace(Duration interval, LongSupplier nanoTime) {
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
    this.lastNanos = nanoTime.getAsLong() - intervalNanos;
  }

  /**
   * The time for which results may still wait for others under load; zero or less when they may
   * not.
   */
  Duration left() {
    return Duration.ofNanos(lastNanos + intervalNanos - nanoTime.getAsLong());
  }

  void committed() {
    lastNanos = nanoTime.getAsLong();
  }
}
