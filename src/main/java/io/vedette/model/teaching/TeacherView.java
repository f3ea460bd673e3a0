package io.vedette.model.teaching;

import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Letterbox.Fit;
import io.vedette.geometry.Size;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.reading.Points;
import io.vedette.model.accuracy.ClassMap;
import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.picture.PictureScaler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A teacher's view of one training picture: scaled into the top left of its own size, the rest
 * grey; its boxes are mapped back to the training picture's pixels. Confined to one thread.
 */
final class TeacherView {
  /** Places where no class scores more teach nothing. */
  private static final float LEAST_SCORE = 0.05f;

  private static final int COLOURS = 3;

  private final Letterbox letterbox;
  private final int[][] classes;
  private final float[] corners = new float[4];
  private final List<SoftTarget> seen = new ArrayList<>();

  /**
   * @param picture size of the training picture
   * @param classes by the index trained, the teacher's that count as it
   */
  TeacherView(OnnxModel teacher, Size picture, int[][] classes) {
    this.letterbox = Letterbox.of(Fit.TOP_LEFT, picture, teacher.size());
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
    Size own = letterbox.model();
    Size content = letterbox.content();
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

  /** Takes note of a place where some class scores enough. */
  void add(Points points, int point) {
    if (points.bound(point) < LEAST_SCORE) {
      return;
    }
    float[] scores = new float[classes.length];
    float best = 0;
    for (int label = 0; label < scores.length; label++) {
      for (int classId : classes[label]) {
        scores[label] = Math.max(scores[label], points.score(point, classId));
      }
      best = Math.max(best, scores[label]);
    }
    if (best >= LEAST_SCORE) {
      points.box(point, corners);
      seen.add(target(scores));
    }
  }

  private SoftTarget target(float[] scores) {
    float wide = (float) letterbox.source().width() / letterbox.content().width();
    float high = (float) letterbox.source().height() / letterbox.content().height();
    return new SoftTarget(
        (corners[0] + corners[2]) / 2 * wide,
        (corners[1] + corners[3]) / 2 * high,
        (corners[2] - corners[0]) * wide,
        (corners[3] - corners[1]) * high,
        scores,
        0,
        1);
  }

  /** The objects that the teacher saw. */
  List<SoftTarget> seen() {
    return seen;
  }
}
