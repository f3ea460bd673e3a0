package io.vedette.offline;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.detection.DetectedBox;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.DetectedObject;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.geometry.Size;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.validation.Names;
import java.util.List;
import java.util.Map;

/**
 * What was seen in a file as detection events: the camera is the file's name, the session 0, the
 * sequence the picture's number in the file from 0. The same file and model give the same events.
 * Immutable.
 */
public final class FileEvents {
  /** The run of detections made of files. */
  public static final String RUN = "file";

  private final String name;
  private final ModelReference model;

  /**
   * @param name of the file
   */
  public FileEvents(String name, OnnxModel model, Lane lane) {
    this.name = Names.named(name, "file");
    this.model = new ModelReference(model.name(), model.digest(), lane.device().wireName());
  }

  public FrameDetections of(DecodedPicture picture, List<DetectedBox> objects) {
    Size size = picture.picture().size();
    FrameReference frame =
        new FrameReference(
            0,
            picture.index(),
            picture.capturedAt(),
            picture.clock().wireName(),
            size.width(),
            size.height(),
            null);
    return new FrameDetections(
        name, frame, model, RUN, objects.stream().map(FileEvents::object).toList(), Map.of());
  }

  private static DetectedObject object(DetectedBox box) {
    return new DetectedObject(box.label(), box.classId(), box.confidence(), box.box());
  }
}
