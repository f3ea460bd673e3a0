package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import io.vedette.model.accuracy.ClassMap;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.picture.PictureScaler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a teacher sees one training picture: scaled into the top left of its own size, the rest grey;
 * and what it says of it, back in the training picture's pixels. Confined to one thread.
 */
final class Sight implements PointSink {
  /** Places where no class scores more teach nothing. */
  private static final float LEAST_SCORE = 0.05f;

  private static final int COLOURS = 3;

  private final Size own;
  private final double scale;
  private final int[][] classes;
  private final List<SoftTarget> seen = new ArrayList<>();

  /**
   * @param own size of the teacher's pictures
   * @param picture size of the training picture
   * @param classes by the index trained, the teacher's that count as it
   */
  Sight(Size own, Size picture, int[][] classes) {
    this.own = own;
    this.scale =
        Math.min((double) own.width() / picture.width(), (double) own.height() / picture.height());
    this.classes = classes;
  }

  /** The teacher's classes that count as each class trained: those of the same name. */
  static int[][] classes(List<String> teacher, List<String> trained) {
    ClassMap map = ClassMap.byName(teacher, trained);
    int[][] classes = new int[trained.size()][0];
    for (int i = 0; i < teacher.size(); i++) {
      int label = map.of(i);
      if (label >= 0) {
        classes[label] = Arrays.copyOf(classes[label], classes[label].length + 1);
        classes[label][classes[label].length - 1] = i;
      }
    }
    return classes;
  }

  /** The picture as the teacher sees it: uint8 {@code [height, width, 3]}, RGB. */
  byte[] rgb(TrainingPicture picture) {
    Size content =
        new Size(
            Math.min(own.width(), (int) Math.round(picture.size().width() * scale)),
            Math.min(own.height(), (int) Math.round(picture.size().height() * scale)));
    byte[] resized = picture.resized(content);
    if (content.equals(own)) {
      return resized;
    }
    byte[] rgb = new byte[(int) own.area() * COLOURS];
    Arrays.fill(rgb, PictureScaler.PADDING);
    int line = content.width() * COLOURS;
    for (int y = 0; y < content.height(); y++) {
      System.arraycopy(resized, y * line, rgb, y * own.width() * COLOURS, line);
    }
    return rgb;
  }

  @Override
  public void add(BoxMaker box, Scores scores) {
    float[] own = new float[classes.length];
    float best = 0;
    for (int label = 0; label < own.length; label++) {
      for (int classId : classes[label]) {
        own[label] = Math.max(own[label], scores.of(classId));
      }
      best = Math.max(best, own[label]);
    }
    if (best >= LEAST_SCORE) {
      float[] found = box.make();
      float back = (float) (1 / scale);
      seen.add(
          new SoftTarget(
              found[0] * back, found[1] * back, found[2] * back, found[3] * back, own, 0, 1));
    }
  }

  /** What was seen. */
  List<SoftTarget> seen() {
    return seen;
  }
}
