package io.vedette.app;

import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The end of a long-running command: a signal, or a part that failed for good. Thread-safe.
 *
 * <p>On a signal the JVM's shutdown waits until all services are closed, and then exits with 128 +
 * the signal's number: 130 for Ctrl-C.
 */
final class Termination implements AutoCloseable {
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread hook;

  Termination(Services services) {
    hook = new Thread(services::close, "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Ends the command because one of its parts cannot go on. */
  void fail(Failure failure) {
    ended.completeExceptionally(failure);
  }

  /** Ends the command because its work is done. */
  void done() {
    ended.complete(null);
  }

  /**
   * Waits for the end; on a signal it never returns.
   *
   * @throws Failure what a part failed with
   */
  void await() {
    try {
      ended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      ended.completeExceptionally(e); // the JVM is going down: the hook has its turn
    }
  }
}
