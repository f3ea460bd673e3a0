package io.vedette.ingest.degradation;

import io.vedette.camera.Camera;
import io.vedette.camera.SendingLimit;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.DegradationEvent.Measure;
import io.vedette.ingest.CameraReports;
import io.vedette.ingest.Cameras;
import io.vedette.runtime.Reopenable;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.DurationWords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.group.LagMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The degradation of this node's cameras while workers are behind, by the lag of their group in
 * Kafka; each step is published as an event. Thread-safe.
 */
public final class Degradation extends WorkerService {
  /**
   * The group whose lag counts.
   *
   * @param group the workers' group
   * @param limit the age at which they drop frames
   */
  public record Watched(KafkaAccess kafka, String topic, String group, Duration limit) {}

  private static final Logger LOG = LoggerFactory.getLogger(Degradation.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(6);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final double HALF = 0.5;

  private final Watched watched;
  private final Cameras cameras;
  private final CameraReports reports;
  private final EventPublisher events;
  private final InstantSource clock;
  private volatile int shownStep;

  public Degradation(
      Watched watched,
      Cameras cameras,
      CameraReports reports,
      EventPublisher events,
      InstantSource clock,
      Supervisor supervisor) {
    super("degradation", CLOSE_TIMEOUT, supervisor);
    this.watched = watched;
    this.cameras = cameras;
    this.reports = reports;
    this.events = events;
    this.clock = clock;
  }

  @Override
  protected Worker.Duty duty() {
    return new Watching();
  }

  /** The present step of the ladder. */
  public int step() {
    return shownStep;
  }

  /** The limit of a camera on a step of the ladder. */
  static SendingLimit limit(int step, boolean isLowest) {
    return switch (step) {
      case 0 -> SendingLimit.NONE;
      case 1 -> SendingLimit.SPARSE;
      case 2 -> new SendingLimit(HALF, 1, false, true);
      case 3 -> new SendingLimit(HALF, HALF, false, true);
      default -> new SendingLimit(HALF / 2, HALF, isLowest, true);
    };
  }

  private final class Watching implements Worker.Duty {
    private final Ladder ladder = new Ladder(watched.limit);
    private final Reopenable<LagMeter> meter =
        new Reopenable<>(
            () -> new LagMeter(watched.kafka, watched.topic, watched.group), LagMeter::close);
    private int step;
    private long number;

    @Override
    public void run() throws InterruptedException {
      if (worker().awaitStop(ROUND)) {
        return;
      }
      Optional<Duration> lag = meter.get().measure();
      if (lag.isEmpty()) {
        return;
      }
      int next = ladder.measure(lag.get());
      int before = step;
      step = next;
      shownStep = next;
      Map<Camera, SendingLimit> limited = cameras.limit(isLowest -> limit(next, isLowest));
      limited.forEach(
          (camera, limit) -> reports.limit(camera.id(), limit.isPaused() ? 0 : limit.rate()));
      if (next != before) {
        log(lag.get(), before);
        number++;
        report(lag.get(), limited);
      }
    }

    private void log(Duration lag, int before) {
      if (step == 0) {
        LOG.info("workers have caught up: cameras send all frames again");
      } else if (step < before) {
        LOG.info(
            "workers have caught up: back to step {} of {} of degradation", step, Ladder.STEPS);
      } else {
        LOG.warn(
            "workers are {} behind: step {} of {} of degradation, cameras send fewer frames",
            DurationWords.of(lag),
            step,
            Ladder.STEPS);
      }
    }

    private void report(Duration lag, Map<Camera, SendingLimit> limited) {
      limited.forEach(
          (camera, limit) ->
              events.publish(
                  new DegradationEvent(
                      camera.id(),
                      camera.session(),
                      number,
                      reports.node(),
                      step,
                      lag,
                      new Measure(limit.rate(), limit.scale(), limit.isPaused()),
                      clock.instant())));
    }

    @Override
    public void onClose() {
      meter.close();
    }
  }
}
