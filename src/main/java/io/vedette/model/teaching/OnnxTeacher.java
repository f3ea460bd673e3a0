package io.vedette.model.teaching;

import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.reading.Points;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.train.Teacher;
import java.util.List;
import java.util.SplittableRandom;

/** A detector that a worker could run as well, of any family. Confined to one thread. */
public final class OnnxTeacher implements Teacher {
  private final OnnxModel model;
  private final Lane lane;
  private final Batch batch;
  private final int[][] classes;

  /**
   * Opens the detector.
   *
   * @param names the names of the classes that are trained
   */
  public OnnxTeacher(OnnxModel model, InferenceSettings inference, List<String> names) {
    this.model = model;
    this.classes = TeacherView.classes(model.names(), names);
    this.lane = Lane.open(model, inference);
    this.batch = lane.newBatch();
  }

  @Override
  public List<SoftTarget> see(TrainingPicture picture, SplittableRandom random) {
    TeacherView sight = new TeacherView(model, picture.size(), classes);
    batch.slot(0).put(sight.rgb(picture));
    lane.infer(batch, 1);
    Points points = batch.points(0);
    for (int point = 0; point < points.count(); point++) {
      sight.add(points, point);
    }
    return sight.seen();
  }

  @Override
  public void close() {
    batch.close();
    lane.close();
  }
}
