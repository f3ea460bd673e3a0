package io.vedette.camera.link;

import io.vedette.picture.Opaques;
import io.vedette.text.RepeatedReasons;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of blocking calls on one camera: at a time, or when they are cancelled. FFmpeg's calls
 * poll it while they wait; a guarded connection is closed, which ends reading and writing. {@link
 * #cancel} is thread-safe; all else is confined to the reading thread. Caller closes, after the
 * media it served.
 */
public final class Deadline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
  private static final Opaques<Deadline> ALL = new Opaques<>();
  private static final Check CHECK = new Check();
  private static final long LOOK_MILLIS = 200;
  private static final ScheduledThreadPoolExecutor WATCH = watch();
  private static final RepeatedReasons REASONS = new RepeatedReasons(); // of the thread of WATCH

  private final Pointer opaque = ALL.add(this);
  private volatile boolean isCancelled;
  private volatile long endNanos = Long.MAX_VALUE;
  private volatile boolean isArmed;
  private volatile @Nullable Closeable guarded;
  private @Nullable Future<?> looking;

  /** Sets the time that the calls from now on may take in all. */
  public void arm(Duration patience) {
    endNanos = System.nanoTime() + patience.toNanos();
    isArmed = true;
  }

  /** The time left, at least 1 ms. */
  public Duration left() {
    long nanos = isArmed ? endNanos - System.nanoTime() : Long.MAX_VALUE;
    return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), nanos));
  }

  /** Closes this connection, in place of the one guarded before, when the time is over. */
  public void guard(Closeable connection) {
    guarded = connection;
    if (looking == null) {
      looking =
          WATCH.scheduleWithFixedDelay(
              this::lookAgain, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    look();
  }

  /** Ends the present call and all later ones; for other threads. */
  public void cancel() {
    isCancelled = true;
    look();
  }

  public boolean isCancelled() {
    return isCancelled;
  }

  public boolean hasPassed() {
    return isArmed && System.nanoTime() - endNanos > 0;
  }

  /** Whether the time is over, or the calls are cancelled. */
  public boolean isOver() {
    return isCancelled || hasPassed();
  }

  /** Makes FFmpeg poll this deadline while it waits. */
  public void attachTo(AVIOInterruptCB interrupt) {
    interrupt.callback(CHECK).opaque(opaque);
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.cancel(false);
    }
    ALL.remove(opaque);
  }

  /** Looks, whatever the look before threw: an executor never repeats a task that failed. */
  private void lookAgain() {
    try {
      look();
    } catch (Throwable e) { // also an Error: without its deadline the camera may hang for ever
      if (REASONS.log(String.valueOf(e), System.nanoTime()).isPresent()) {
        LOG.warn("a connection to a camera was not closed in time; trying again", e);
      }
    }
  }

  private void look() {
    Closeable connection = guarded;
    if (connection != null && isOver()) {
      try {
        connection.close();
      } catch (IOException e) {
        guarded = null; // closed as far as it can be
      }
    }
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "camera-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  /**
   * The callback from FFmpeg, one for all deadlines; FFmpeg's pointer keeps no Java object alive.
   */
  private static final class Check extends AVIOInterruptCB.Callback_Pointer {
    private Check() {
      super(); // allocates the native side
    }

    @Override
    public int call(Pointer opaque) {
      try {
        @Nullable Deadline asked = ALL.of(opaque);
        return asked == null || asked.isOver() ? 1 : 0;
      } catch (RuntimeException | Error e) { // through FFmpeg it would end the process
        return 1;
      }
    }
  }
}
