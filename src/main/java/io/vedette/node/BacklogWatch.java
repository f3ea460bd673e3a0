package io.vedette.node;

import io.vedette.runtime.Supervision;
import io.vedette.runtime.Worker;
import io.vedette.transport.table.Backlog;
import java.time.Duration;

/** The watch that ends a command once all records that existed at its start are processed. */
final class BacklogWatch {
  private static final Duration LOOK = Duration.ofMillis(200);

  private BacklogWatch() {}

  static Worker of(Backlog backlog, Supervision supervision) {
    return new Worker(
        "track-backlog",
        LOOK.multipliedBy(10),
        () -> () -> look(backlog, supervision),
        supervision.essential());
  }

  private static void look(Backlog backlog, Supervision supervision) throws InterruptedException {
    if (backlog.isTaken()) {
      supervision.completion().done();
    }
    Thread.sleep(LOOK.toMillis());
  }
}
