package io.vedette.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Measured durations in nanoseconds, and their statistics. Immutable. */
final class Samples {
  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  private Samples(long[] sorted) {
    this.sorted = sorted;
  }

  static Samples of(LongStream nanos) {
    long[] values = nanos.toArray();
    Arrays.sort(values);
    return new Samples(values);
  }

  /**
   * The processor time that the calling thread spends on a piece of work, again and again: what
   * else the machine does counts for little. The first rounds only warm it up.
   */
  static Samples time(int warmUps, int rounds, Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < warmUps; i++) {
      work.run();
    }
    long[] nanos = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long started = threads.getCurrentThreadCpuTime();
      work.run();
      nanos[i] = threads.getCurrentThreadCpuTime() - started;
    }
    return of(LongStream.of(nanos));
  }

  int size() {
    return sorted.length;
  }

  /** The value that a share of all do not exceed, in milliseconds; NaN when there are none. */
  double millis(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
  }
}
