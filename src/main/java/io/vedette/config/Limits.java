package io.vedette.config;

import io.vedette.text.DurationWords;
import io.vedette.text.NumberWords;
import java.time.Duration;

/** The checks by which groups of settings report that a value is out of bounds. Thread-safe. */
public final class Limits {
  private Limits() {}

  /**
   * Checks one bound, in the constructor of a settings record.
   *
   * @param key of the setting within its group, as users write it
   * @param expected in words, as {@code at least 1}
   * @throws IllegalArgumentException when it does not hold
   */
  public static void require(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + ": expected " + expected + ", found " + shown(found));
    }
  }

  /** A value as people write it: {@code 10 min} for PT10M, and {@code 7} for 7.0. */
  public static String shown(Object value) {
    if (value instanceof Duration duration) {
      return DurationWords.of(duration);
    }
    return value instanceof Double number ? NumberWords.of(number) : String.valueOf(value);
  }
}
