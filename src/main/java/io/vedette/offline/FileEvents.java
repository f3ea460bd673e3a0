package io.vedette.offline;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.geometry.Size;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.validation.Names;
import java.util.Map;

/**
 * The detections of a file as records: the camera is the file's name, the session 0, the sequence
 * the picture's number in the file from 0. The same file and model give the same events. Immutable.
 */
public final class FileEvents {
  /** The run of detections made of files. */
  public static final String RUN = "file";

  private final String name;
  private final ModelReference model;

  /**
   * @param name the file's name
   */
  public FileEvents(String name, OnnxModel model, Lane lane) {
    this.name = Names.named(name, "file");
    this.model = new ModelReference(model.name(), model.digest(), lane.device().wireName());
  }

  /**
   * The detections of an inferred picture.
   *
   * @throws java.util.NoSuchElementException when it was not
   */
  public FrameDetections of(SeenPicture seen) {
    DecodedPicture picture = seen.picture();
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
        name, frame, model, RUN, seen.objects().orElseThrow(), Map.of(), null, seen.regions());
  }
}
