package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.model.accuracy.Judgement.Verdict;
import io.vedette.model.data.LabelledBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The count of a worker's right and wrong boxes, picture by picture. Confined to one thread. */
final class OperatingMeter {
  private static final double LEAST_IOU = 0.5;

  private final List<String> names;
  private final int[] objects;
  private final int[] right;
  private final int[] wrong;
  private int background;
  private int disturbed;

  OperatingMeter(List<String> names) {
    this.names = names;
    this.objects = new int[names.size()];
    this.right = new int[names.size()];
    this.wrong = new int[names.size()];
  }

  void add(List<DetectedObject> found, List<LabelledBox> there) {
    if (there.isEmpty()) {
      background++;
      disturbed += found.isEmpty() ? 0 : 1;
    }
    for (int i = 0; i < names.size(); i++) {
      int label = i;
      List<LabelledBox> sought =
          there.stream()
              .filter(object -> object.label() == label)
              .sorted(Comparator.comparing(LabelledBox::isCrowd))
              .toList();
      objects[label] += (int) sought.stream().filter(object -> !object.isCrowd()).count();
      List<DetectedObject> boxes = found.stream().filter(box -> box.classId() == label).toList();
      for (Verdict verdict : Judgement.of(boxes, sought, LEAST_IOU)) {
        right[label] += verdict == Verdict.RIGHT ? 1 : 0;
        wrong[label] += verdict == Verdict.WRONG ? 1 : 0;
      }
    }
  }

  /**
   * Everything so far.
   *
   * @param confidences by class
   */
  OperatingPoint result(List<Double> confidences) {
    List<ClassPoint> classes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      classes.add(new ClassPoint(names.get(i), confidences.get(i), objects[i], right[i], wrong[i]));
    }
    return new OperatingPoint(classes, background, disturbed);
  }
}
