package io.vedette.camera;

/**
 * Takes pictures at a wanted rate out of those that come, evenly, without falling behind or running
 * ahead. Confined to one thread.
 */
final class Sampler {
  private static final double MICROS = 1e6;
  // A picture that comes this share of a period early still counts as on time: cameras jitter.
  private static final double SLACK = 0.25;

  private final double periodMicros;
  private double nextMicros = Double.NaN;

  /**
   * @param fps pictures wanted per second; 0 takes all
   */
  Sampler(double fps) {
    periodMicros = fps == 0 ? 0 : MICROS / fps;
  }

  /** Whether to take the picture of a time, in µs on any clock that does not go back. */
  boolean takes(long micros) {
    if (periodMicros == 0) {
      return true;
    }
    if (Double.isNaN(nextMicros) || isFarFrom(micros)) {
      nextMicros = micros + periodMicros;
      return true;
    }
    if (micros < nextMicros - SLACK * periodMicros) {
      return false;
    }
    nextMicros += periodMicros;
    return true;
  }

  /** After a gap, or a clock that went back, the old rhythm means nothing. */
  private boolean isFarFrom(long micros) {
    return micros > nextMicros + 2 * periodMicros || micros < nextMicros - 2 * periodMicros;
  }
}
