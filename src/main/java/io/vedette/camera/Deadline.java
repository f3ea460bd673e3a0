package io.vedette.camera;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's blocking calls, when their time is up or someone wants them to. {@link #cancel} is
 * thread-safe; all else is confined to the reading thread. Caller closes, after the media it
 * served.
 */
final class Deadline implements AutoCloseable {
  private final Check check = new Check();
  private volatile boolean isCancelled;
  private long endNanos = Long.MAX_VALUE;
  private boolean isArmed;

  /** Gives the calls from now on this much time in all. */
  void arm(Duration patience) {
    endNanos = System.nanoTime() + patience.toNanos();
    isArmed = true;
  }

  /** Ends the present call and all later ones; for other threads. */
  void cancel() {
    isCancelled = true;
  }

  boolean isCancelled() {
    return isCancelled;
  }

  boolean hasPassed() {
    return isArmed && System.nanoTime() - endNanos > 0;
  }

  /** What FFmpeg asks while it waits. */
  AVIOInterruptCB.Callback_Pointer callback() {
    return check;
  }

  @Override
  public void close() {
    check.close();
  }

  /** Kept by a field of its owner: FFmpeg's pointer to it keeps no Java object alive. */
  private final class Check extends AVIOInterruptCB.Callback_Pointer {
    private Check() {
      super(); // allocates the native side
    }

    @Override
    public int call(Pointer opaque) {
      return isCancelled || hasPassed() ? 1 : 0;
    }
  }
}
