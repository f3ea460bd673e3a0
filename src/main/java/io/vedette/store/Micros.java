package io.vedette.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The conversion of times in the database, in microseconds since the epoch. */
public final class Micros {
  private static final long SECOND = 1_000_000;

  private Micros() {}

  /** The microseconds of a time, rounded down. */
  public static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The time of a number. */
  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000L);
  }
}
