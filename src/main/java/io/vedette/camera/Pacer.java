package io.vedette.camera;

import java.util.concurrent.TimeUnit;

/** The pace of a recording: it is played no faster than it was taken. Confined to one thread. */
final class Pacer {
  private static final long NANOS_PER_MICRO = 1000;

  private final boolean isReal;
  private final long startNanos = System.nanoTime();

  /**
   * @param isReal false never waits
   */
  Pacer(boolean isReal) {
    this.isReal = isReal;
  }

  /** Waits until the recording's time has come, counted from the making of this. */
  void await(long micros) throws InterruptedException {
    long wait = startNanos + micros * NANOS_PER_MICRO - System.nanoTime();
    if (isReal && wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
