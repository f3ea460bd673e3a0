package io.vedette.detection;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.inference.Batch;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.reading.Points;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import java.util.List;

/**
 * A model's input and output in terms of pictures: it writes a picture into a slot of a batch, and
 * reads the objects from the results of the batch. Pictures may be put in by several threads at
 * once; the rest is confined to one thread.
 */
public final class Detector {
  private final OnnxModel model;
  private final DetectionSettings settings;
  private final Labels labels;
  private final OutputDecoder decoder;
  private final SilenceGuard guard;

  /**
   * @throws io.vedette.runtime.Failure of action STOP when settings and model do not go together
   */
  public Detector(OnnxModel model, DetectionSettings settings) {
    this(
        model,
        settings,
        new Labels(model.names(), model.names().size()).renamed(settings.labels()),
        new SilenceGuard(model));
  }

  private Detector(OnnxModel model, DetectionSettings settings, Labels labels, SilenceGuard guard) {
    this.model = model;
    this.settings = settings;
    this.labels = labels;
    this.guard = guard;
    this.decoder =
        new OutputDecoder(labels, model.confidences(), model.reading().isSuppressed(), settings);
  }

  /** A detector for another thread; both check the model's first pictures together. */
  public Detector another() {
    return new Detector(model, settings, labels, guard);
  }

  /** The place of a picture of a size in the model's input. */
  public Letterbox letterbox(Size picture) {
    return Letterbox.of(model.reading().form().fit(), picture, model.size());
  }

  /**
   * Puts a picture into a slot.
   *
   * @param scaler the calling thread's scaler
   */
  public Letterbox put(Picture picture, Batch batch, int slot, PictureScaler scaler) {
    Letterbox letterbox = letterbox(picture.size());
    scaler.letterbox(picture, letterbox, batch.slot(slot));
    return letterbox;
  }

  /** The objects in a slot by the batch's last run, in falling confidence. */
  public List<DetectedObject> objects(Batch batch, int slot, Letterbox letterbox) {
    Points points = batch.points(slot);
    guard.add(points, letterbox);
    return decoder.decode(points, letterbox);
  }

  /** Says, once there are no more pictures, whether the model saw anything in so few. */
  public void end() {
    guard.end();
  }

  /** The model's classes. */
  public Labels labels() {
    return labels;
  }

  /** The least confidence of a class's objects. */
  public double confidence(int classId) {
    return decoder.confidence(classId);
  }
}
