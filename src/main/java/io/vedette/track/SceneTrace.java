package io.vedette.track;

import io.vedette.event.FrameDetections;
import io.vedette.frame.TraceContext;
import io.vedette.trace.Span;
import io.vedette.trace.Traces;
import io.vedette.transport.record.CloudEvents;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The way of one frame's detections through its camera's scene, as far as it is traced. Confined to
 * its task.
 */
final class SceneTrace {
  private static final String ROLE = "track";
  private static final SceneTrace NONE = new SceneTrace(null, null, Instant.EPOCH);

  private final @Nullable TraceContext detected;
  private final @Nullable TraceContext context;
  private final Instant begun;

  private SceneTrace(
      @Nullable TraceContext detected, @Nullable TraceContext context, Instant begun) {
    this.detected = detected;
    this.context = context;
    this.begun = begun;
  }

  /** The trace of a record; a process that sends no spans passes the record's context on. */
  static SceneTrace of(Headers headers, Traces traces) {
    @Nullable TraceContext detected = CloudEvents.trace(headers);
    if (detected == null) {
      return NONE;
    }
    TraceContext own = traces.isOn() ? detected.child(ROLE) : detected;
    return new SceneTrace(detected, own, Instant.now());
  }

  /** The context for the records that come of it; null when it is not traced. */
  @Nullable TraceContext context() {
    return context;
  }

  /**
   * Sends the span of a frame that has passed the scene.
   *
   * @param failure why the scene could not take it; null when it did
   */
  void end(Traces traces, FrameDetections detections, @Nullable String failure) {
    TraceContext own = context;
    if (own == null || !traces.isOn()) {
      return;
    }
    Span span =
        Span.of(ROLE, ROLE, own)
            .under(detected)
            .as(Span.Kind.CONSUMER)
            .from(begun, Instant.now())
            .with("vedette.camera", detections.camera())
            .with("vedette.frame", detections.frameId().toString())
            .with("messaging.system", "kafka");
    traces.record(failure == null ? span : span.failed(failure));
  }
}
