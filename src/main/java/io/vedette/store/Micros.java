package io.vedette.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times in the database: microseconds since the epoch. */
public final class Micros {
  private static final long SECOND = 1_000_000;

  private Micros() {}

  /** A time; what is finer than a microsecond is left out. */
  public static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The time of a number. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000L);
  }
}
