package io.vedette.camera;

/**
 * The rate of key frames, which decides whether decoding key frames alone is enough. Confined to
 * one thread.
 */
final class KeyFrameRate {
  /**
   * So many short intervals in a row are wanted at first, and twice as many after each long one.
   */
  private static final int FIRST_WANTED = 4;

  private static final int MOST_WANTED = 1 << 12;

  /** An interval is still short up to so many periods: clocks and arrivals are not even. */
  private static final double LONGEST = 1.25;

  /**
   * The intervals are so long on average, at most, in periods: fewer would be shown than wanted.
   */
  private static final double LONGEST_MEAN = 1.02;

  /** The average goes by the last intervals, about so many. */
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

  /** Notes a key frame, by any clock that is even. */
  void add(long micros) {
    long interval = micros - latest;
    boolean isShort = latest != NONE && interval > 0 && interval <= LONGEST * periodMicros;
    inARow = isShort ? inARow + 1 : 0;
    mean = inARow > 1 ? mean + (interval - mean) / MEMORY : interval;
    latest = micros;
  }

  /** How long it takes from one to the next, in µs. */
  long interval() {
    return Math.round(mean);
  }

  /**
   * Whether enough intervals in a row, and the present one so far, were no longer than the period
   * wanted. After one that was, nothing can be shown before the next key frame: that must not
   * happen again and again.
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
