package io.vedette.hostile;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The longest time for which this machine kept a thread that wants to run from doing so: what a
 * camera's gap owes to other work on the machine. Thread-safe.
 */
final class MachinePauses implements AutoCloseable {
  private static final long WANTED_NANOS = 10_000_000;

  private final AtomicLong longest = new AtomicLong();
  private final Thread thread = new Thread(this::run, "machine-pauses");
  private volatile boolean isOver;

  MachinePauses() {
    thread.setDaemon(true);
    thread.start();
  }

  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  void reset() {
    longest.set(0);
  }

  @Override
  public void close() {
    isOver = true;
  }

  private void run() {
    while (!isOver) {
      long before = System.nanoTime();
      LockSupport.parkNanos(WANTED_NANOS);
      longest.accumulateAndGet(System.nanoTime() - before - WANTED_NANOS, Math::max);
    }
  }
}
