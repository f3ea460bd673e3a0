package io.vedette.config;

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
      throw new IllegalArgumentException(key + ": expected " + expected + ", found " + found);
    }
  }
}
