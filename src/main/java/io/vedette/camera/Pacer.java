package io.vedette.camera;

import java.util.concurrent.TimeUnit;

/** The pace of a recording: it is played no faster than it was recorded. Confined to one thread. */
final class Pacer {
  private static final long NANOS_PER_MICRO = 1000;

  private final boolean isReal;
  private final long startNanos = System.nanoTime();

  /**
   * @param isReal whether to play in real time; if not, {@link #await} never waits
   */
  Pacer(boolean isReal) {
    this.isReal = isReal;
  }

  /**
   * Waits until the present time is that of the recording, in µs since this object was constructed.
   */
  void await(long micros) throws InterruptedException {
    long wait = startNanos + micros * NANOS_PER_MICRO - System.nanoTime();
    if (isReal && wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
