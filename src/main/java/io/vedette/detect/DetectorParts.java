package io.vedette.detect;

import io.vedette.detection.BoxMerge;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.detection.Regions;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Supervisor;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.detection.DetectionPublisher;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.table.SessionTable;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * The parts of a {@link DetectLoop}: lanes that exist before the worker starts, so that an unusable
 * model stops the start, and Kafka clients that it opens on its own thread. Thread-safe.
 */
public final class DetectorParts {
  /**
   * The topics of a worker and the form of its records.
   *
   * @param kafka the clients' settings
   * @param frames the frames to read
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
  private final Lanes lanes;
  private final Detector detector;
  private final BoxMerge merge;
  private final InstantSource clock;
  private final DetectMeters meters;
  private final DetectTraces traces;

  /**
   * Joins the parts; the caller closes the lanes.
   *
   * @throws io.vedette.runtime.Failure of action STOP when settings and model do not go together
   */
  public DetectorParts(
      Route route,
      DetectSettings settings,
      DetectionSettings detection,
      OnnxModel model,
      Lanes lanes,
      InstantSource clock,
      DetectMeters meters,
      Traces traces) {
    this.route = route;
    this.settings = settings;
    this.model = model;
    this.lanes = lanes;
    this.clock = clock;
    this.meters = meters;
    this.traces = new DetectTraces(traces, route.run(), model.digest(), route.isTimed());
    this.detector = new Detector(model, detection);
    this.merge = new BoxMerge(detection);
  }

  int batch() {
    return lanes.batch();
  }

  InstantSource clock() {
    return clock;
  }

  DetectMeters meters() {
    return meters;
  }

  DetectTraces traces() {
    return traces;
  }

  Detections detections() {
    ModelReference reference =
        new ModelReference(model.name(), model.digest(), lanes.device().wireName());
    return new Detections(reference, route.run(), route.isTimed(), clock, traces);
  }

  /** The table of sessions that workers have kept. */
  SessionTable sessions() {
    return new SessionTable(route.kafka(), route.outlets().sessions());
  }

  /** Opens the clients and starts the pipeline; for the worker's thread. */
  Opened open(FrameConsumer.ShareListener listener, Supervisor supervisor) {
    String name =
        Workers.name(route.frames().group(), model.digest(), UUID.randomUUID().toString());
    Exchange<String> exchange =
        Exchange.open(
            FrameConsumer.properties(route.kafka(), route.frames(), name), producer(name));
    try {
      // First: what another process commits of a span it must not do after this one has begun.
      DetectionPublisher publisher = publisher(exchange);
      FrameConsumer consumer = new FrameConsumer(exchange, route.kafka(), route.frames(), listener);
      Pipeline pipeline =
          new Pipeline(
              lanes,
              new Preparer(settings.preparers(), detector, supervisor),
              lanes.all().stream()
                  .map(lane -> new Inferrer(lane, detector.another(), merge))
                  .toList(),
              new Regions(model.size(), settings.regions()),
              consumer::wakeup,
              supervisor);
      return new Opened(consumer, publisher, pipeline);
    } catch (RuntimeException e) {
      exchange.close();
      throw e;
    }
  }

  private Map<String, Object> producer(String name) {
    FrameSelection frames = route.frames();
    return frames.span() == null
        ? DetectionPublisher.properties(route.kafka(), route.delivery(), name)
        : DetectionPublisher.propertiesOfRun(route.kafka(), name, frames.group());
  }

  private DetectionPublisher publisher(Exchange<String> exchange) {
    return route.frames().span() == null
        ? new DetectionPublisher(exchange, route.kafka(), route.outlets())
        : DetectionPublisher.only(exchange, route.kafka(), route.outlets(), route.run());
  }

  /** The clients and the pipeline that are open while the worker runs. */
  record Opened(FrameConsumer consumer, DetectionPublisher publisher, Pipeline pipeline)
      implements AutoCloseable {
    @Override
    public void close() {
      pipeline.close();
      consumer.close();
    }
  }
}
