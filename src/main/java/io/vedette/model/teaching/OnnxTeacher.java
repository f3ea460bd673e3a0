package io.vedette.model.teaching;

import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.train.Teacher;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/** A teacher that a worker could run as well. Confined to one thread. */
public final class OnnxTeacher implements Teacher {
  private static final int BOX = 5;
  private static final int OBJECTNESS = 4;

  private final OnnxModel model;
  private final Lane lane;
  private final Batch batch;
  private final int[][] classes;

  /**
   * Opens the detector.
   *
   * @param names of the classes that are trained
   */
  public OnnxTeacher(OnnxModel model, InferenceSettings inference, List<String> names) {
    this.model = model;
    this.classes = Sight.classes(model.names(), names);
    this.lane = Lane.open(model, inference);
    this.batch = lane.newBatch();
  }

  @Override
  public List<SoftTarget> see(TrainingPicture picture, SplittableRandom random) {
    Sight sight = new Sight(model.size(), picture.size(), classes);
    batch.slot(0).put(sight.rgb(picture));
    lane.infer(batch, 1);
    FloatBuffer results = batch.results();
    for (int row = 0; row < lane.rows(); row++) {
      int at = row * lane.columns();
      sight.add(
          () -> box(results, at),
          label -> results.get(at + OBJECTNESS) * results.get(at + BOX + label));
    }
    return sight.seen();
  }

  private static float[] box(FloatBuffer results, int at) {
    float[] box = new float[OBJECTNESS];
    results.get(at, box);
    return box;
  }

  @Override
  public void close() {
    batch.close();
    lane.close();
  }
}
