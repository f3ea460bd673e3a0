package io.vedette.ingest;

import io.vedette.event.operation.DropRuns;
import io.vedette.frame.DropReason;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.event.EventPublisher;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The reports, once a second, of frames that this node dropped before they reached Kafka. While
 * Kafka is away drops are joined to runs of numbers, so that few events wait however long that
 * takes. Thread-safe.
 */
public final class DropReports extends WorkerService implements Ledger.DropListener {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final EventPublisher events;
  private final InstantSource clock;
  private final DropRuns runs = new DropRuns();

  public DropReports(EventPublisher events, InstantSource clock, Supervisor supervisor) {
    super("drop-reports", CLOSE_TIMEOUT, supervisor);
    this.events = events;
    this.clock = clock;
  }

  @Override
  protected Worker.Duty duty() {
    return new Publishing();
  }

  @Override
  public void dropped(FrameId first, long count, DropReason reason) {
    synchronized (runs) {
      runs.add(first, count, reason, clock.instant());
    }
  }

  /** Publishes the drops so far, unless earlier events still wait for Kafka. */
  void publishUnlessWaiting() {
    if (events.waiting() == 0) {
      publish();
    }
  }

  private void publish() {
    synchronized (runs) {
      runs.take().forEach(events::publish);
    }
  }

  private final class Publishing implements Worker.Duty {
    @Override
    public void run() throws InterruptedException {
      var unused = worker().awaitStop(ROUND);
      publishUnlessWaiting();
    }

    @Override
    public void onClose() {
      publish();
    }
  }
}
