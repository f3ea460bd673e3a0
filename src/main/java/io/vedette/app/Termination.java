package io.vedette.app;

import io.vedette.runtime.End;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Signals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a long-running command: a signal, or a part that failed for good. Thread-safe.
 *
 * <p>On a signal all services are closed, and then the process exits with 128 + the signal's
 * number: 130 for Ctrl-C.
 */
final class Termination implements AutoCloseable {
  private static final int BY_SIGNAL = 128;

  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final AtomicBoolean isSignalled = new AtomicBoolean();
  private final Services services;
  private final Signals signals;

  Termination(Services services) {
    this.services = services;
    this.signals = Signals.answer(this::end);
  }

  private void end(int signal) {
    if (isSignalled.compareAndSet(false, true)) {
      Thread.currentThread().setName("shutdown");
      services.close();
      Runtime.getRuntime().exit(BY_SIGNAL + signal);
    }
  }

  /** Ends the command because one of its parts cannot go on. */
  void fail(Failure failure) {
    ended.completeExceptionally(failure);
  }

  /** Ends the command because its work is done. */
  void done() {
    ended.complete(true);
  }

  /** Ends what runs now, to be begun anew, because this machine's clock was set back. */
  void setBack(Duration by) {
    if (ended.complete(false)) {
      LOG.warn("the clock was set back by {} s; beginning anew, as Kafka needs", by.toSeconds());
    }
  }

  /** The end of a part that ends by itself, as the command's. */
  End end() {
    return new End() {
      @Override
      public void failed(Failure failure) {
        fail(failure);
      }

      @Override
      public void done() {
        Termination.this.done();
      }
    };
  }

  /**
   * Waits for the end; on a signal it never returns.
   *
   * @return whether the command is done, and not to be begun anew
   * @throws Failure what a part failed with
   */
  boolean await() {
    try {
      return ended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  /**
   * Leaves signals to the JVM again; after a signal it never returns, for the exit is on its way.
   */
  @Override
  public void close() {
    if (isSignalled.get()) {
      waitForExit();
    }
    signals.close();
  }

  private static void waitForExit() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
