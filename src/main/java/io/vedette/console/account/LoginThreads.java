package io.vedette.console.account;

import io.vedette.console.Answer;
import io.vedette.console.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The few threads that check logins, which limits their load; a few logins wait, and all others are
 * refused. Thread-safe.
 */
public final class LoginThreads implements AutoCloseable {
  private static final int HASHING = 2;
  private static final int ASKING = 4;
  private static final int WAITING = 20;

  private final WorkerExecutor workers;
  private final int most;
  private final AtomicInteger busy = new AtomicInteger();

  private LoginThreads(Vertx vertx, String name, int threads) {
    this.workers = vertx.createSharedWorkerExecutor(name, threads);
    this.most = threads + WAITING;
  }

  /** The threads that hash passwords. */
  public static LoginThreads hashing(Vertx vertx) {
    return new LoginThreads(vertx, "console-passwords", HASHING);
  }

  /** The threads that wait for a provider's answers. */
  public static LoginThreads asking(Vertx vertx) {
    return new LoginThreads(vertx, "console-oidc", ASKING);
  }

  /** Answers a call on one of the threads. */
  Future<Answer> answer(Callable<Answer> work) {
    if (busy.incrementAndGet() > most) {
      busy.decrementAndGet();
      return Future.failedFuture(
          new Problem(503, "too many logins at once; try again").with("Retry-After", "5"));
    }
    return workers.executeBlocking(work, false).onComplete(done -> busy.decrementAndGet());
  }

  @Override
  public void close() {
    var unused = workers.close();
  }
}
