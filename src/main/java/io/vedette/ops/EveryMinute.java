package io.vedette.ops;

import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that reports at the end of each minute of the clock, and, when it is closed, on the
 * minute that has begun. Thread-safe.
 */
final class EveryMinute implements Service {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Report report;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Worker worker;

  /** What is done for each span; always on the same thread. */
  @FunctionalInterface
  interface Report {
    /**
     * A span has ended.
     *
     * @param from where the one before it ended
     * @param to now; before {@code from} when the clock was set back
     */
    void of(Instant from, Instant to);
  }

  /**
   * @param thread its name
   */
  EveryMinute(String thread, Report report, InstantSource clock, Supervisor supervisor) {
    this.report = report;
    this.clock = clock;
    Waiting waiting = new Waiting(); // goes on with its span after a restart
    this.worker = new Worker(thread, PATIENCE, () -> waiting, supervisor);
  }

  @Override
  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    closing.countDown();
    worker.close();
  }

  private final class Waiting implements Worker.Duty {
    private Instant from = clock.instant();

    @Override
    public void run() throws InterruptedException {
      if (closing.await(1, TimeUnit.SECONDS)) {
        worker.stop();
      }
      Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
      if (!minute.equals(from.truncatedTo(ChronoUnit.MINUTES))) {
        end(minute.isBefore(from) ? clock.instant() : minute);
      }
    }

    @Override
    public void onClose() {
      end(clock.instant());
    }

    private void end(Instant to) {
      report.of(from, to);
      from = to;
    }
  }
}
