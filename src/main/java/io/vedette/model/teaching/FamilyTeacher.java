package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import io.vedette.inference.FloatModel;
import io.vedette.inference.FloatModel.Result;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.train.Teacher;
import io.vedette.runtime.Failure;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A teacher of a family that workers do not run: YOLOX, NanoDet-Plus or PP-PicoDet, trained on
 * COCO's classes. Confined to one thread.
 */
final class FamilyTeacher implements Teacher {
  private static final int COLOURS = 3;

  private final FloatModel model;
  private final Family family;
  private final int[][] classes;
  private final float[] planes;

  /**
   * Takes over an open model.
   *
   * @param names of the classes that are trained
   * @throws Failure of action STOP when it is of no known family or has none of the classes
   */
  FamilyTeacher(FloatModel model, List<String> names) {
    this.model = model;
    Size size = model.size();
    this.planes = new float[(int) size.area() * COLOURS];
    List<Result> results = model.run(planes);
    this.family =
        Family.of(results, size)
            .orElseThrow(
                () ->
                    Failure.stop(
                        "teacher %s gives %s; expected YOLOv5, YOLOX, NanoDet-Plus or PP-PicoDet"
                            .formatted(
                                model.name(), results.stream().map(Result::shape).toList())));
    int count = family.classes(results);
    if (count != CocoClasses.NAMES.size()) {
      throw Failure.stop(
          "teacher %s (%s) has %d classes without names; expected COCO's %d"
              .formatted(model.name(), family.wireName(), count, CocoClasses.NAMES.size()));
    }
    this.classes = Sight.classes(CocoClasses.NAMES, names);
  }

  @Override
  public List<SoftTarget> see(TrainingPicture picture, SplittableRandom random) {
    Sight sight = new Sight(model.size(), picture.size(), classes);
    normalise(sight.rgb(picture));
    family.decode(model.run(planes), model.size(), sight);
    return sight.seen();
  }

  /** RGB pixels to planes of blue, green and red. */
  private void normalise(byte[] rgb) {
    Family.Normalisation how = family.normalisation();
    int area = rgb.length / COLOURS;
    for (int plane = 0; plane < COLOURS; plane++) {
      float mean = how.mean().get(plane);
      float factor = how.factor().get(plane);
      int from = COLOURS - 1 - plane;
      for (int i = 0; i < area; i++) {
        planes[plane * area + i] = ((rgb[i * COLOURS + from] & 0xFF) - mean) * factor;
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
