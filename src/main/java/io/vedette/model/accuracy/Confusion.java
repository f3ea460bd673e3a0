package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.model.data.LabelledBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The confusion matrix: boxes and objects paired by overlap alone. Confined to one thread. */
final class Confusion {
  private static final double LEAST_IOU = 0.5;

  private record Pair(int box, int object, double iou) {}

  private final int nothing;
  private final double confidence;
  private final int[][] counts;

  Confusion(int classes, double confidence) {
    this.nothing = classes;
    this.confidence = confidence;
    this.counts = new int[classes + 1][classes + 1];
  }

  void add(List<DetectedObject> found, List<LabelledBox> there) {
    List<DetectedObject> boxes =
        found.stream().filter(box -> box.confidence() >= confidence).toList();
    List<LabelledBox> objects = there.stream().filter(object -> !object.isCrowd()).toList();
    boolean[] isBoxPaired = new boolean[boxes.size()];
    boolean[] isObjectPaired = new boolean[objects.size()];
    for (Pair pair : pairs(boxes, objects)) {
      if (!isBoxPaired[pair.box] && !isObjectPaired[pair.object]) {
        isBoxPaired[pair.box] = true;
        isObjectPaired[pair.object] = true;
        counts[boxes.get(pair.box).classId()][objects.get(pair.object).label()]++;
      }
    }
    for (int i = 0; i < isBoxPaired.length; i++) {
      counts[boxes.get(i).classId()][nothing] += isBoxPaired[i] ? 0 : 1;
    }
    for (int i = 0; i < isObjectPaired.length; i++) {
      counts[nothing][objects.get(i).label()] += isObjectPaired[i] ? 0 : 1;
    }
  }

  private static List<Pair> pairs(List<DetectedObject> boxes, List<LabelledBox> objects) {
    List<Pair> pairs = new ArrayList<>();
    for (int box = 0; box < boxes.size(); box++) {
      for (int object = 0; object < objects.size(); object++) {
        double iou = boxes.get(box).box().iou(objects.get(object).box());
        if (iou >= LEAST_IOU) {
          pairs.add(new Pair(box, object, iou));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
    return pairs;
  }

  List<List<Integer>> rows() {
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] row : counts) {
      rows.add(java.util.Arrays.stream(row).boxed().toList());
    }
    return rows;
  }
}
