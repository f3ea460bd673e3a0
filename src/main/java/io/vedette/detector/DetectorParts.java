package io.vedette.detector;

import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Labels;
import io.vedette.detection.YoloV5Decoder;
import io.vedette.event.DetectionEvent.ModelReference;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.transport.DetectionPublisher;
import io.vedette.transport.FrameConsumer;
import io.vedette.transport.KafkaAccess;
import io.vedette.transport.SessionTable;
import io.vedette.transport.TransportSettings;
import java.time.InstantSource;
import java.util.UUID;

/**
 * What a {@link Detector} works with: a lane that is there before the worker starts, so that a
 * model that cannot be used stops the start, and Kafka clients that it opens on its own thread.
 * Thread-safe.
 */
public final class DetectorParts implements AutoCloseable {
  private static final int BOX_COLUMNS = 5;

  /**
   * Which frames go in and where detections go to.
   *
   * @param kafka how clients are set
   * @param frames the topic to read
   * @param outlets the topics to write
   * @param run {@code live}, or the name of a replay or shadow
   */
  public record Route(
      KafkaAccess kafka,
      TransportSettings transport,
      String frames,
      DetectionPublisher.Outlets outlets,
      String run) {}

  private final Route route;
  private final DetectSettings settings;
  private final OnnxModel model;
  private final Lane lane;
  private final YoloV5Decoder decoder;
  private final InstantSource clock;

  /**
   * Takes the lane over.
   *
   * @throws io.vedette.runtime.Failure of action STOP when settings and model do not go together
   */
  public DetectorParts(
      Route route,
      DetectSettings settings,
      DetectionSettings detection,
      OnnxModel model,
      Lane lane,
      InstantSource clock) {
    this.route = route;
    this.settings = settings;
    this.model = model;
    this.lane = lane;
    this.clock = clock;
    this.decoder =
        new YoloV5Decoder(new Labels(model.names(), lane.columns() - BOX_COLUMNS), detection);
  }

  int batch() {
    return lane.batch();
  }

  InstantSource clock() {
    return clock;
  }

  Detections detections() {
    ModelReference reference =
        new ModelReference(model.name(), model.digest(), lane.device().word());
    return new Detections(reference, route.run(), clock);
  }

  /** What is fenced, as far as it is kept. */
  SessionTable sessions() {
    return new SessionTable(route.kafka(), route.outlets().sessions());
  }

  /** Closes the lane, after the detector. */
  @Override
  public void close() {
    lane.close();
  }

  /** Opens the clients and starts the pipeline; for the worker's thread. */
  Opened open(FrameConsumer.ShareListener listener) {
    String name = settings.group() + "-" + UUID.randomUUID().toString().substring(0, 8);
    FrameConsumer consumer =
        new FrameConsumer(route.kafka(), route.frames(), settings.group(), name, listener);
    DetectionPublisher publisher =
        new DetectionPublisher(route.kafka(), route.transport().delivery(), name, route.outlets());
    Pipeline pipeline =
        new Pipeline(
            lane,
            new Preparer(settings.preparers(), model.size()),
            new Inferrer(lane, decoder),
            consumer::wakeup);
    return new Opened(consumer, publisher, pipeline);
  }

  /** What is open while the worker runs. */
  record Opened(FrameConsumer consumer, DetectionPublisher publisher, Pipeline pipeline)
      implements AutoCloseable {
    @Override
    public void close() {
      pipeline.close();
      publisher.close();
      consumer.close();
    }
  }
}
