package io.vedette.cli.option;

import io.vedette.runtime.Services;
import io.vedette.runtime.Signals;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The end of a command by a signal. Thread-safe.
 *
 * <p>On a signal all services are closed, and then the process exits with 128 + the signal's
 * number: 130 for Ctrl-C.
 */
public final class Termination implements AutoCloseable {
  private static final int BY_SIGNAL = 128;

  private final AtomicBoolean isSignalled = new AtomicBoolean();
  private final Services services;
  private final Signals signals;

  public Termination(Services services) {
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

  /**
   * Leaves signals to the JVM again; after a signal it never returns, since the process is exiting.
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
