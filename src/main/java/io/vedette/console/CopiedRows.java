package io.vedette.console;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The wait until a change has come from Kafka into the database, so that the next call finds it. A
 * change counts without it: where the projection lags behind, it is seen later.
 */
public final class CopiedRows {
  private static final Duration MOST = Duration.ofSeconds(2);
  private static final long STEP_MILLIS = 25;

  private CopiedRows() {}

  /** Waits until the rows are there, for two seconds at most. */
  public static void await(BooleanSupplier isThere) {
    long deadline = System.nanoTime() + MOST.toNanos();
    try {
      while (!isThere.getAsBoolean() && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the console closes; the change is in Kafka
    }
  }
}
