package io.vedette.detect;

import java.util.OptionalDouble;

/** The share of a span of frames that a worker has read. Written by one thread; thread-safe. */
final class SpanProgress {
  private volatile long left;
  private volatile long whole = -1;

  /** Notes how many records are left; the first number counts all records of the span. */
  void left(long records) {
    if (records >= 0) {
      left = records;
      if (whole < 0) {
        whole = records;
      }
    }
  }

  /** The share that was read, 0–1; empty before anything is known, and where there is no span. */
  OptionalDouble share() {
    long all = whole;
    return all <= 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (double) left / all);
  }
}
