package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.model.data.LabelledBox;
import java.util.Arrays;
import java.util.List;

/**
 * The judgement which boxes of one class in one picture are right at one IoU: each takes the object
 * with the largest overlap that no better box took; one that overlaps a crowd is neither right nor
 * wrong. This follows COCO's evaluation.
 */
final class Judgement {
  /** A box's fate. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** Over a crowd. */
    IGNORED
  }

  private Judgement() {}

  /**
   * A verdict per box.
   *
   * @param found in falling confidence
   * @param objects of the same class; crowds come last
   */
  static Verdict[] of(List<DetectedObject> found, List<LabelledBox> objects, double leastIou) {
    int[] taken = objects(found, objects, leastIou);
    Verdict[] verdicts = new Verdict[taken.length];
    Arrays.setAll(verdicts, i -> verdict(taken[i], objects));
    return verdicts;
  }

  /**
   * The index of the object, or crowd, that each box takes; -1 for none.
   *
   * @param found in falling confidence
   * @param objects of the same class; crowds come last
   */
  static int[] objects(List<DetectedObject> found, List<LabelledBox> objects, double leastIou) {
    int[] taken = new int[found.size()];
    boolean[] isTaken = new boolean[objects.size()];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = best(found.get(i).box(), objects, isTaken, leastIou);
      if (taken[i] >= 0) {
        isTaken[taken[i]] = !objects.get(taken[i]).isCrowd();
      }
    }
    return taken;
  }

  static Verdict verdict(int taken, List<LabelledBox> objects) {
    if (taken < 0) {
      return Verdict.WRONG;
    }
    return objects.get(taken).isCrowd() ? Verdict.IGNORED : Verdict.RIGHT;
  }

  /** The object that a box overlaps most, a crowd only if it is no other's; -1 for none. */
  private static int best(
      RelativeBox box, List<LabelledBox> objects, boolean[] isTaken, double leastIou) {
    int best = -1;
    double most = leastIou;
    for (int i = 0; i < objects.size(); i++) {
      boolean isBehind = objects.get(i).isCrowd() && best >= 0 && !objects.get(best).isCrowd();
      double overlap = overlap(box, objects.get(i));
      if (!isTaken[i] && !isBehind && overlap >= most) {
        best = i;
        most = overlap;
      }
    }
    return best;
  }

  /** IoU; with a crowd the part of the box that is over it. */
  private static double overlap(RelativeBox box, LabelledBox object) {
    if (!object.isCrowd()) {
      return box.iou(object.box());
    }
    double width =
        Math.min(box.right(), object.box().right()) - Math.max(box.x(), object.box().x());
    double height =
        Math.min(box.bottom(), object.box().bottom()) - Math.max(box.y(), object.box().y());
    return width <= 0 || height <= 0 ? 0 : width * height / box.area();
  }
}
