package io.vedette.event;

import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import io.vedette.frame.Motion;
import io.vedette.geometry.RelativeBox;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The detections of one model in one frame; also written if there are none. Immutable.
 *
 * @param camera the camera's id
 * @param frame the frame and its place in Kafka
 * @param model the model and its device
 * @param run {@code live}, or the name of a replay or shadow
 * @param objects in falling confidence
 * @param latencyMs milliseconds by stage and {@code end_to_end}; empty when the frame was not live,
 *     so that a replay gives the same bytes each time
 * @param motion the decision of the camera's motion gate; null without a gate
 * @param regions the regions that were inferred besides the whole picture
 */
public record FrameDetections(
    String camera,
    FrameReference frame,
    ModelReference model,
    String run,
    List<DetectedObject> objects,
    Map<String, Double> latencyMs,
    @Nullable Motion motion,
    List<RelativeBox> regions) {
  /** The run of detections made as frames arrive. */
  public static final String LIVE = "live";

  public FrameDetections {
    objects = List.copyOf(objects);
    regions = List.copyOf(regions);
  }

  /** The detections in a frame of a camera without a motion gate. */
  public FrameDetections(
      String camera,
      FrameReference frame,
      ModelReference model,
      String run,
      List<DetectedObject> objects,
      Map<String, Double> latencyMs) {
    this(camera, frame, model, run, objects, latencyMs, null, List.of());
  }

  /**
   * The id {@code <frame id>@<first 12 of the model's SHA-256>}: the same frame and model give the
   * same id.
   */
  public String id() {
    return frameId() + "@" + model.digest();
  }

  public FrameId frameId() {
    return new FrameId(camera, frame.session(), frame.sequence());
  }

  /**
   * The frame of detections.
   *
   * @param capturedAt the capture time, to the microsecond
   * @param clock {@code rtcp}, {@code host} or {@code file}
   * @param width the picture's width in pixels
   * @param ref the picture's place, while retention keeps it; null when it never was in Kafka
   */
  public record FrameReference(
      long session,
      long sequence,
      Instant capturedAt,
      String clock,
      int width,
      int height,
      @Nullable RecordReference ref) {}

  /** The place of a record in Kafka. */
  public record RecordReference(String topic, int partition, long offset) {}

  /**
   * The model that inferred the frame.
   *
   * @param digest first 12 hexadecimal digits of the file's SHA-256
   * @param device {@code cpu}, {@code cuda} or {@code tensorrt}
   */
  public record ModelReference(String name, String digest, String device) {}
}
