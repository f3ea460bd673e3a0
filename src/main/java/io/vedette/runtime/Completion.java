package io.vedette.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The end of a long-running command, reached once: by whichever part comes first. Thread-safe.
 *
 * <p>Every part that ends its command does so here; what comes later is ignored.
 */
public final class Completion {
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  /** Ends the command because its work is done. */
  public void done() {
    ended.complete(true);
  }

  /** Ends the command because one of its parts cannot go on. */
  public void fail(Failure failure) {
    ended.completeExceptionally(failure);
  }

  /** Ends what runs now, to be started again; false when the command has ended already. */
  public boolean startAgain() {
    return ended.complete(false);
  }

  /** Whether the command has ended, or is about to start again. */
  public boolean isReached() {
    return ended.isDone();
  }

  /**
   * Waits for the end.
   *
   * @return whether the command is done, and not to be started again
   * @throws Failure what a part failed with
   */
  public boolean await() {
    try {
      return ended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Failure failure ? failure : e;
    }
  }

  /**
   * Throws the failure that has ended the command, if there is one; does not wait.
   *
   * @throws Failure what a part failed with
   */
  public void check() {
    if (ended.isCompletedExceptionally()) {
      var unused = await();
    }
  }
}
