package io.vedette.camera;

/**
 * Watches how often key frames come, to tell whether they alone are enough. Confined to one thread.
 */
final class KeyFrameRate {
  /** So many intervals are looked at before anything is said. */
  private static final int WINDOW = 4;

  private final double periodNanos;
  private final long[] arrivals = new long[WINDOW + 1];
  private int seen;

  /**
   * @param fps pictures wanted per second; 0 means all, for which key frames are never enough
   */
  KeyFrameRate(double fps) {
    periodNanos = fps == 0 ? 0 : 1e9 / fps;
  }

  /** Notes a key frame. */
  void add(long nanos) {
    arrivals[seen % arrivals.length] = nanos;
    seen++;
  }

  /**
   * Whether each of the last intervals, and the present one so far, is no longer than the period
   * wanted.
   */
  boolean suffices(long nowNanos) {
    if (seen <= WINDOW || nowNanos - arrival(1) > periodNanos) {
      return false;
    }
    for (int back = 1; back <= WINDOW; back++) {
      if (arrival(back) - arrival(back + 1) > periodNanos) {
        return false;
      }
    }
    return true;
  }

  private long arrival(int back) {
    return arrivals[Math.floorMod(seen - back, arrivals.length)];
  }
}
