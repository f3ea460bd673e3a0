package io.vedette.model.teaching;

import io.vedette.detection.DetectedBox;
import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Labels;
import io.vedette.detection.YoloV5Decoder;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.ClassMap;
import io.vedette.model.augment.Target;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.train.Teacher;
import java.util.List;

/**
 * Distillation from any detector that a worker takes: where the labels have nothing, what it sees
 * is to be found as well, as surely as it is sure. Confined to one thread.
 */
public final class OnnxTeacher implements Teacher {
  private static final int BOX_COLUMNS = 5;
  private static final double LEAST_CONFIDENCE = 0.25;
  private static final double SAME_OBJECT = 0.5;

  private final OnnxModel model;
  private final Lane lane;
  private final Batch batch;
  private final YoloV5Decoder boxes;
  private final ClassMap classes;

  /**
   * Opens the detector.
   *
   * @param names of the classes that are trained
   */
  public OnnxTeacher(OnnxModel model, InferenceSettings inference, List<String> names) {
    this.model = model;
    this.classes = ClassMap.byName(model.names(), names);
    this.lane = Lane.open(model, inference);
    this.batch = lane.newBatch();
    this.boxes =
        new YoloV5Decoder(
            new Labels(model.names(), lane.columns() - BOX_COLUMNS),
            DetectionSettings.plain(LEAST_CONFIDENCE, SAME_OBJECT));
  }

  @Override
  public List<Target> see(TrainingPicture picture, int side) {
    Size size = model.size();
    batch.slot(0).put(picture.resized(side, size));
    lane.infer(batch, 1);
    Letterbox whole = new Letterbox(size, size, size, 0, 0);
    return boxes.decode(batch.results(), 0, lane.rows(), whole).stream()
        .filter(box -> classes.of(box.classId()) >= 0)
        .map(box -> target(box, side))
        .filter(target -> picture.targets().stream().noneMatch(known -> isSame(known, target)))
        .toList();
  }

  private Target target(DetectedBox box, int side) {
    RelativeBox place = box.box();
    return new Target(
        classes.of(box.classId()),
        (float) ((place.x() + place.w() / 2) * side),
        (float) ((place.y() + place.h() / 2) * side),
        (float) (place.w() * side),
        (float) (place.h() * side),
        (float) box.confidence());
  }

  private static boolean isSame(Target known, Target seen) {
    return known.label() == seen.label() && known.iou(seen) >= SAME_OBJECT;
  }

  @Override
  public void close() {
    batch.close();
    lane.close();
  }
}
