package io.vedette.runtime;

/**
 * A part with a lifecycle: started once, closed once.
 *
 * <p>{@link #start} either succeeds or leaves nothing behind. {@link #close} is idempotent, waits
 * until the part's threads have ended, and may be called on a part that was never started.
 */
public interface Service extends AutoCloseable {
  /** Starts the part; on failure everything half-started is closed again before the throw. */
  void start();

  @Override
  void close();
}
