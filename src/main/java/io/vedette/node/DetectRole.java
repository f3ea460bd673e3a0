package io.vedette.node;

import io.vedette.detect.DetectLoop;
import io.vedette.detect.DetectMeters;
import io.vedette.detect.DetectSettings;
import io.vedette.detect.DetectorParts;
import io.vedette.detect.DetectorParts.Route;
import io.vedette.detect.SingleInference;
import io.vedette.event.FrameDetections;
import io.vedette.frame.Ledger;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.detection.DetectionPublisher.Outlets;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One model on its lanes, and the detect workers that use it: live, as a shadow, or in a replay,
 * one at a time. Confined to one thread at a time; caller closes, after the workers.
 */
final class DetectRole implements AutoCloseable {
  /** The greatest age of frames in a replay, which infers all. */
  private static final Duration ANY_AGE = Duration.ofDays(36_500);

  private final VedetteSettings settings;
  private final KafkaAccess kafka;
  private final Topics topics;
  private final Ledger ledger;
  private final InstantSource clock;
  private final DetectMeters meters;
  private final Traces traces;
  private final OnnxModel model;
  private final Lanes lanes;

  /**
   * Loads the model.
   *
   * @throws io.vedette.runtime.Failure of action STOP when it cannot be used
   */
  DetectRole(
      VedetteSettings settings,
      KafkaAccess kafka,
      Topics topics,
      Ledger ledger,
      InstantSource clock,
      DetectMeters meters,
      Traces traces) {
    this.settings = settings;
    this.kafka = kafka;
    this.topics = topics;
    this.ledger = ledger;
    this.clock = clock;
    this.meters = meters;
    this.traces = traces;
    this.model = OnnxModel.load(settings.inference());
    this.lanes = Lanes.open(model, settings.inference(), settings.detect().lanes());
    meters.model(model.name(), model.digest(), lanes.device().wireName());
  }

  /** The first 12 hexadecimal digits of the model's SHA-256. */
  String digest() {
    return model.digest();
  }

  /** Logs the model that infers a run's frames. */
  void logStart(RoleLines lines, @Nullable String run) {
    String to = run == null ? topics.detections() : topics.detections(run);
    lines.detect(model, lanes, run == null ? group() : group(run), to);
  }

  /**
   * A worker of the live group.
   *
   * @param live the ledger of live frames
   */
  DetectLoop live(Supervision supervision, Ledger live) {
    Outlets outlets =
        new Outlets(
            topics.detections(),
            topics.rejected(),
            topics.events(),
            topics.sessions(FrameDetections.LIVE));
    FrameSelection frames = FrameSelection.shared(topics.frames(), group());
    return detector(
        new Route(kafka, delivery(), frames, outlets, FrameDetections.LIVE, true),
        settings.detect(),
        live,
        supervision);
  }

  /** A worker of a shadow, which infers live frames beside the live workers. */
  DetectLoop shadow(String run, Supervision supervision) {
    FrameSelection frames = new FrameSelection(topics.frames(), group(run), true, null);
    return detector(
        new Route(kafka, delivery(), frames, outlets(run), run, true),
        settings.detect(),
        ledger,
        supervision);
  }

  /** A worker that infers retained frames, and then ends. */
  DetectLoop replay(String run, FrameSelection.Span span, Supervision supervision) {
    FrameSelection frames = new FrameSelection(topics.frames(), group(run), false, span);
    return detector(
        new Route(kafka, Delivery.EXACTLY_ONCE, frames, outlets(run), run, false),
        settings.detect().withMaxAge(ANY_AGE),
        ledger,
        supervision);
  }

  /** The detections in one frame, outside of any worker, equal to those of a replay. */
  FrameDetections single(FrameRecord record, Supervision supervision) throws InterruptedException {
    try (SingleInference inference =
        new SingleInference(model, lanes, settings.detect(), settings.detection(), supervision)) {
      return inference.infer(record);
    }
  }

  /** The group of the live workers. */
  String group() {
    return settings.detect().group();
  }

  /** The group of a shadow or a replay; null for the live one. */
  String group(@Nullable String run) {
    return run == null ? group() : group() + "-" + run;
  }

  @Override
  public void close() {
    lanes.close();
  }

  private Outlets outlets(String run) {
    return new Outlets(topics.detections(run), null, null, topics.sessions(run));
  }

  private Delivery delivery() {
    return settings.transport().delivery();
  }

  private DetectLoop detector(
      Route route, DetectSettings detect, Ledger counted, Supervision supervision) {
    DetectorParts parts =
        new DetectorParts(route, detect, settings.detection(), model, lanes, clock, meters, traces);
    return new DetectLoop(detect, parts, counted, supervision);
  }
}
