package io.vedette.ops;

import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A thread that reports at the end of each minute of the clock, and, when it is closed, on the
 * minute that has begun. Thread-safe.
 */
final class EveryMinute extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Report report;
  private final InstantSource clock;
  private final Waiting waiting; // goes on with its span after a restart

  /** The report on a span, always made on the same thread. */
  @FunctionalInterface
  interface Report {
    /**
     * Reports a span that has ended.
     *
     * @param from the end of the span before
     * @param to the present time; before {@code from} when the clock was set back
     */
    void of(Instant from, Instant to);
  }

  /**
   * @param thread the thread's name
   */
  EveryMinute(String thread, Report report, InstantSource clock, Supervisor supervisor) {
    super(thread, CLOSE_TIMEOUT, supervisor);
    this.report = report;
    this.clock = clock;
    this.waiting = new Waiting();
  }

  @Override
  protected Worker.Duty duty() {
    return waiting;
  }

  private final class Waiting implements Worker.Duty {
    private Instant from = clock.instant();

    @Override
    public void run() throws InterruptedException {
      var unused = worker().awaitStop(LOOK);
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
