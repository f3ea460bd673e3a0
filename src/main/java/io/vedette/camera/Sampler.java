package io.vedette.camera;

/**
 * The choice of pictures at a wanted rate, evenly, without falling behind or running ahead.
 * Confined to one thread.
 */
final class Sampler {
  private static final double MICROS = 1e6;
  // A picture that comes this share of a period early still counts as on time: cameras jitter.
  private static final double SLACK = 0.25;

  private final double periodMicros;
  private double nextMicros = Double.NaN;
  private double due = 1;

  /**
   * @param fps pictures wanted per second; 0 takes all
   */
  Sampler(double fps) {
    periodMicros = fps == 0 ? 0 : MICROS / fps;
  }

  /** Whether to take the picture of a time, in µs by any clock that does not go back. */
  boolean takes(long micros) {
    return takes(micros, 1);
  }

  /**
   * The same at a part of the rate.
   *
   * @param share of the rate, above 0 to 1
   */
  boolean takes(long micros, double share) {
    return periodMicros == 0 ? takesOne(share) : takes((double) micros, periodMicros / share);
  }

  /** Whether to take a picture that comes before one that is taken in any case. */
  boolean takesBefore(long micros, long next, double share) {
    double period = periodMicros / share;
    return next - micros >= (1 - SLACK) * period && takes(micros, share);
  }

  /** Takes a picture in any case; the next period begins with it. */
  void take(long micros, double share) {
    nextMicros = micros + periodMicros / share;
    due = share;
  }

  private boolean takesOne(double share) {
    boolean isDue = due >= 1;
    due += share - (isDue ? 1 : 0);
    return isDue;
  }

  private boolean takes(double micros, double period) {
    if (Double.isNaN(nextMicros) || isFarFrom(micros, period)) {
      nextMicros = micros + period;
      return true;
    }
    if (micros < nextMicros - SLACK * period) {
      return false;
    }
    nextMicros += period;
    return true;
  }

  /**
   * Whether a time is so far from the expected one that the period has to begin again: after a gap,
   * or when a clock went back.
   */
  private boolean isFarFrom(double micros, double period) {
    return micros > nextMicros + 2 * period || micros < nextMicros - 2 * period;
  }
}
