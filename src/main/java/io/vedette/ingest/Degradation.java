package io.vedette.ingest;

import io.vedette.camera.Camera;
import io.vedette.camera.Thrift;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.DegradationEvent.Measure;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.LagMeter;
import io.vedette.transport.event.EventPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node's cameras take less while the workers are behind, by their group's lag in Kafka,
 * and tells each step. Thread-safe.
 */
public final class Degradation implements Service {
  /**
   * Whose lag counts.
   *
   * @param group of the workers
   * @param limit the age at which they no longer look at frames
   */
  public record Watched(KafkaAccess kafka, String topic, String group, Duration limit) {}

  private static final Logger LOG = LoggerFactory.getLogger(Degradation.class);
  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final double HALF = 0.5;

  private final Watched watched;
  private final Cameras cameras;
  private final CameraReports reports;
  private final EventPublisher events;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Worker worker;

  public Degradation(
      Watched watched,
      Cameras cameras,
      CameraReports reports,
      EventPublisher events,
      InstantSource clock,
      Supervisor supervisor) {
    this.watched = watched;
    this.cameras = cameras;
    this.reports = reports;
    this.events = events;
    this.clock = clock;
    this.worker = new Worker("degradation", PATIENCE, Watching::new, supervisor);
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

  /** What a camera takes on a step of the ladder. */
  static Thrift thrift(int step, boolean isLowest) {
    return switch (step) {
      case 0 -> Thrift.NONE;
      case 1 -> new Thrift(HALF, 1, false);
      case 2 -> new Thrift(HALF, HALF, false);
      default -> new Thrift(HALF / 2, HALF, isLowest);
    };
  }

  private final class Watching implements Worker.Duty {
    private final Ladder ladder = new Ladder(watched.limit);
    private @Nullable LagMeter meter;
    private int step;
    private long number;

    @Override
    public void run() throws InterruptedException {
      if (closing.await(1, TimeUnit.SECONDS)) {
        worker.stop();
        return;
      }
      Optional<Duration> lag = meter().measure();
      if (lag.isEmpty()) {
        return;
      }
      int next = ladder.measure(lag.get());
      boolean isNews = next != step;
      step = next;
      Map<Camera, Thrift> spared = cameras.spare(isLowest -> thrift(next, isLowest));
      spared.forEach(
          (camera, thrift) -> reports.spare(camera.id(), thrift.isPaused() ? 0 : thrift.rate()));
      if (isNews) {
        log(lag.get(), next);
        number++;
        tell(lag.get(), spared);
      }
    }

    private static void log(Duration lag, int next) {
      if (next == 0) {
        LOG.info("workers have caught up: cameras are read in full again");
      } else {
        LOG.warn("workers are {} ms behind: step {} of degradation", lag.toMillis(), next);
      }
    }

    private void tell(Duration lag, Map<Camera, Thrift> spared) {
      spared.forEach(
          (camera, thrift) ->
              events.publish(
                  new DegradationEvent(
                      camera.id(),
                      camera.session(),
                      number,
                      reports.node(),
                      step,
                      lag,
                      new Measure(thrift.rate(), thrift.scale(), thrift.isPaused()),
                      clock.instant())));
    }

    private LagMeter meter() {
      LagMeter present = meter;
      if (present == null) {
        present = new LagMeter(watched.kafka, watched.topic, watched.group);
        meter = present;
      }
      return present;
    }

    @Override
    public void onClose() {
      LagMeter present = meter;
      if (present != null) {
        present.close();
      }
    }
  }
}
