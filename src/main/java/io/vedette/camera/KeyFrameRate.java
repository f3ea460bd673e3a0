package io.vedette.camera;

/**
 * The rate of key frames, which decides whether decoding key frames alone is enough. Confined to
 * one thread.
 */
final class KeyFrameRate {
  /**
   * The number of successive short intervals that suffice at first; it doubles after each long one.
   */
  private static final int FIRST_WANTED = 4;

  private static final int MOST_WANTED = 1 << 12;

  /** The longest short interval, in periods: clocks and arrivals are not even. */
  private static final double LONGEST = 1.25;

  /**
   * The longest mean interval that suffices, in periods: with a longer one, too few pictures would
   * be shown.
   */
  private static final double LONGEST_MEAN = 1.02;

  /** The number of last intervals, about, that the mean is taken of. */
  private static final double MEMORY = 8;

  private static final long NONE = Long.MIN_VALUE;

  private final double periodMicros;
  private long latest = NONE;
  private int wanted = FIRST_WANTED;
  private int inARow;
  private double mean;

  /**
   * @param fps pictures wanted per second; 0 means all, for which key frames are never enough
   */
  KeyFrameRate(double fps) {
    periodMicros = fps == 0 ? 0 : 1e6 / fps;
  }

  /** Notes the time of a key frame, in µs, by any even clock. */
  void add(long micros) {
    long interval = micros - latest;
    boolean isShort = latest != NONE && interval > 0 && interval <= LONGEST * periodMicros;
    inARow = isShort ? inARow + 1 : 0;
    mean = inARow > 1 ? mean + (interval - mean) / MEMORY : interval;
    latest = micros;
  }

  /** The mean interval of key frames, in µs. */
  long interval() {
    return Math.round(mean);
  }

  /**
   * Whether enough successive intervals, and the present one so far, are no longer than the wanted
   * period. After a longer one nothing can be shown before the next key frame, so more short
   * intervals are required from then on.
   */
  boolean suffices(long nowMicros) {
    boolean sufficed = inARow >= wanted;
    if (sufficed && nowMicros - latest > LONGEST * periodMicros) {
      inARow = 0;
      wanted = Math.min(MOST_WANTED, 2 * wanted);
      return false;
    }
    return sufficed && mean <= LONGEST_MEAN * periodMicros;
  }
}
