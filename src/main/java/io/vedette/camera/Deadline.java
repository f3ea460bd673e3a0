package io.vedette.camera;

import io.vedette.picture.Opaques;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Ends FFmpeg's blocking calls, when their time is up or someone wants them to. {@link #cancel} is
 * thread-safe; all else is confined to the reading thread. Caller closes, after the media it
 * served.
 */
final class Deadline implements AutoCloseable {
  private static final Opaques<Deadline> ALL = new Opaques<>();
  private static final Check CHECK = new Check();

  private final Pointer opaque = ALL.add(this);
  private volatile boolean isCancelled;
  private long endNanos = Long.MAX_VALUE;
  private boolean isArmed;
  private BooleanSupplier isHopeless = () -> false;

  /** Gives the calls from now on this much time in all. */
  void arm(Duration patience) {
    endNanos = System.nanoTime() + patience.toNanos();
    isArmed = true;
  }

  /** Ends calls, too, when waiting on has no hope. */
  void orWhen(BooleanSupplier hopeless) {
    isHopeless = hopeless;
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

  private boolean isOver() {
    return isCancelled || hasPassed() || isHopeless.getAsBoolean();
  }

  /** Has FFmpeg ask this deadline while it waits. */
  void attachTo(AVIOInterruptCB interrupt) {
    interrupt.callback(CHECK).opaque(opaque);
  }

  @Override
  public void close() {
    ALL.remove(opaque);
  }

  /** One for all deadlines; FFmpeg's pointer to it keeps no Java object alive. */
  private static final class Check extends AVIOInterruptCB.Callback_Pointer {
    private Check() {
      super(); // allocates the native side
    }

    @Override
    public int call(Pointer opaque) {
      @Nullable Deadline asked = ALL.of(opaque);
      return asked == null || asked.isOver() ? 1 : 0;
    }
  }
}
