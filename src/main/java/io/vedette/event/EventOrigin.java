package io.vedette.event;

import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.frame.FrameId;

/**
 * The origin of an event: the frame, and the model that inferred it. Immutable.
 *
 * @param camera the camera's id
 * @param frame the frame and its place in Kafka
 * @param model the model and its device
 * @param run {@code live}, or the name of a replay or shadow
 */
public record EventOrigin(String camera, FrameReference frame, ModelReference model, String run) {
  public static EventOrigin of(FrameDetections detection) {
    return new EventOrigin(
        detection.camera(), detection.frame(), detection.model(), detection.run());
  }

  public FrameId frameId() {
    return new FrameId(camera, frame.session(), frame.sequence());
  }

  public String detectionId() {
    return frameId() + "@" + model.digest();
  }
}
