package io.vedette.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long-running duty on one named thread that it owns. Thread-safe.
 *
 * <p>The shape is Agrona's agent: everything the duty touches is opened, used and closed on its
 * thread; others only ask it to stop.
 */
public final class Worker implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** The work of a {@link Worker}, all of it on the worker's thread. */
  public interface Duty {
    /** Does one round of work; may block for a bounded time or until interrupted. */
    void run() throws InterruptedException;

    /** Called once on the way out, also after a throw from {@link #run}. */
    default void onClose() {}

    /** Called once when {@link #run} threw, before {@link #onClose}. */
    default void onFailure(RuntimeException failure) {
      LOG.error("{} stopped: {}", Thread.currentThread().getName(), failure.getMessage(), failure);
    }
  }

  private final Duty duty;
  private final Duration patience;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean running = true;

  /**
   * @param name the thread's name: role and id, as {@code camera-gate}
   * @param patience how long {@link #close} waits for a round to end before it interrupts the
   *     thread, and again before it gives up
   */
  public Worker(String name, Duration patience, Duty duty) {
    this.duty = duty;
    this.patience = patience;
    this.thread = new Thread(this::live, name);
  }

  @Override
  public void start() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /** Asks the duty to end after its present round, without waiting. */
  public void stop() {
    running = false;
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    stop();
    if (!started.get() || thread == Thread.currentThread()) {
      return;
    }
    if (!ended()) {
      thread.interrupt();
      if (!ended()) {
        LOG.warn(
            "{} did not end within {} of being asked to; left behind", thread.getName(), patience);
      }
    }
  }

  private boolean ended() {
    try {
      thread.join(patience.toMillis());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void live() {
    try {
      while (running && !Thread.currentThread().isInterrupted()) {
        duty.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      duty.onFailure(e);
    } catch (Error e) {
      // Out of memory, or a class that is gone: nobody may take a worker for alive that is not.
      duty.onFailure(Failure.stop(thread.getName() + ": " + e, e));
    } finally {
      // An interrupt ends the round; what the duty has open is nevertheless closed in order.
      var unused = Thread.interrupted();
      duty.onClose();
    }
  }
}
