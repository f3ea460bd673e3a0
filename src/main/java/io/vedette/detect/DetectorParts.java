package io.vedette.detect;

import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Labels;
import io.vedette.detection.YoloV5Decoder;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Supervisor;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.detection.DetectionPublisher;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.table.SessionTable;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What a {@link DetectLoop} works with: a lane that is there before the worker starts, so that a
 * model that cannot be used stops the start, and Kafka clients that it opens on its own thread.
 * Thread-safe.
 */
public final class DetectorParts {
  private static final int BOX_COLUMNS = 5;

  /**
   * Which frames go in and where detections go to.
   *
   * @param kafka how clients are set
   * @param frames those to read
   * @param outlets the topics to write
   * @param run {@code live}, or the name of a replay or shadow
   * @param isTimed whether records say how long each stage took; a replay's do not, so that it
   *     gives the same bytes each time
   */
  public record Route(
      KafkaAccess kafka,
      TransportSettings.Delivery delivery,
      FrameSelection frames,
      DetectionPublisher.Outlets outlets,
      String run,
      boolean isTimed) {}

  private final Route route;
  private final DetectSettings settings;
  private final OnnxModel model;
  private final Lane lane;
  private final YoloV5Decoder decoder;
  private final InstantSource clock;
  private final DetectMeters meters;

  /**
   * Joins them; the lane stays the caller's.
   *
   * @throws io.vedette.runtime.Failure of action STOP when settings and model do not go together
   */
  public DetectorParts(
      Route route,
      DetectSettings settings,
      DetectionSettings detection,
      OnnxModel model,
      Lane lane,
      InstantSource clock,
      DetectMeters meters) {
    this.route = route;
    this.settings = settings;
    this.model = model;
    this.lane = lane;
    this.clock = clock;
    this.meters = meters;
    this.decoder =
        new YoloV5Decoder(
            new Labels(model.names(), lane.columns() - BOX_COLUMNS),
            model.confidences(),
            detection);
  }

  int batch() {
    return lane.batch();
  }

  InstantSource clock() {
    return clock;
  }

  DetectMeters meters() {
    return meters;
  }

  Detections detections() {
    ModelReference reference =
        new ModelReference(model.name(), model.digest(), lane.device().wireName());
    return new Detections(reference, route.run(), route.isTimed(), clock);
  }

  /** What is fenced, as far as it is kept. */
  SessionTable sessions() {
    return new SessionTable(route.kafka(), route.outlets().sessions());
  }

  /** Opens the clients and starts the pipeline; for the worker's thread. */
  Opened open(FrameConsumer.ShareListener listener, Supervisor supervisor) {
    String name =
        Workers.name(route.frames().group(), model.digest(), UUID.randomUUID().toString());
    // First: what another process commits of a span it must not do after this one has begun.
    DetectionPublisher publisher = publisher(name);
    try {
      FrameConsumer consumer = new FrameConsumer(route.kafka(), route.frames(), name, listener);
      Pipeline pipeline =
          new Pipeline(
              lane,
              new Preparer(settings.preparers(), model.size(), supervisor),
              new Inferrer(lane, decoder),
              consumer::wakeup,
              supervisor);
      return new Opened(consumer, publisher, pipeline);
    } catch (RuntimeException e) {
      publisher.close();
      throw e;
    }
  }

  private DetectionPublisher publisher(String name) {
    FrameSelection frames = route.frames();
    return frames.span() == null
        ? new DetectionPublisher(route.kafka(), route.delivery(), name, route.outlets())
        : DetectionPublisher.only(
            route.kafka(), name, frames.group(), route.run(), route.outlets());
  }

  /** What is open while the worker runs. */
  record Opened(FrameConsumer consumer, DetectionPublisher publisher, Pipeline pipeline)
      implements AutoCloseable {
    @Override
    public void close() {
      pipeline.close();
      publisher.close();
      try (publisher) { // giving partitions up may open it again
        consumer.close();
      }
    }
  }
}
