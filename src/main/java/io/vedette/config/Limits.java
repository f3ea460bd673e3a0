package io.vedette.config;

import io.vedette.text.DurationWords;
import io.vedette.text.NumberWords;
import java.time.Duration;

/** The checks of bounds in the constructors of settings records. Thread-safe. */
public final class Limits {
  private Limits() {}

  /**
   * Checks one bound, in the constructor of a settings record.
   *
   * @param key the setting's key within its group, as users write it
   * @param expected the bound in words, such as {@code at least 1}
   * @throws IllegalArgumentException when it does not hold
   */
  public static void require(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          key + ": expected " + expected + ", found " + shown(found));
    }
  }

  /** A value as text for people: {@code 10 min} for PT10M, and {@code 7} for 7.0. */
  public static String shown(Object value) {
    if (value instanceof Duration duration) {
      return DurationWords.of(duration);
    }
    return value instanceof Double number ? NumberWords.of(number) : String.valueOf(value);
  }
}
