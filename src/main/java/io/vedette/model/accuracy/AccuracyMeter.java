package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Size;
import io.vedette.model.data.LabelledBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The measurement of accuracy: it compares found boxes with labels picture by picture, and sums up
 * as COCO does: per class at ten IoUs, the best hundred boxes of a picture, 101 points of recall.
 * Confined to one thread.
 */
public final class AccuracyMeter {
  private static final int IOUS = 10;
  private static final int MOST = 100;
  private static final int CONFIDENCES = 100;

  private record Seen(List<DetectedObject> found, List<LabelledBox> objects) {}

  private final List<String> names;
  private final List<List<Ranking>> rankings = new ArrayList<>();
  private final List<SizeMeter> sizes = new ArrayList<>();
  private final int[] objects;
  private final List<Seen> pictures = new ArrayList<>();

  /**
   * @param names the names of the classes by index
   */
  public AccuracyMeter(List<String> names) {
    this.names = List.copyOf(names);
    this.objects = new int[names.size()];
    for (int label = 0; label < names.size(); label++) {
      List<Ranking> ranking = new ArrayList<>();
      for (int i = 0; i < IOUS; i++) {
        ranking.add(new Ranking());
      }
      rankings.add(ranking);
      sizes.add(new SizeMeter());
    }
  }

  /**
   * Adds a picture.
   *
   * @param found in any order
   * @param there the labelled objects
   * @param picture its size in pixels
   */
  public void add(List<DetectedObject> found, List<LabelledBox> there, Size picture) {
    List<DetectedObject> sorted =
        found.stream()
            .sorted(Comparator.comparingDouble(DetectedObject::confidence).reversed())
            .toList();
    pictures.add(new Seen(sorted, there));
    for (int label = 0; label < names.size(); label++) {
      add(label, sorted, there, picture);
    }
  }

  private void add(int label, List<DetectedObject> found, List<LabelledBox> there, Size picture) {
    List<DetectedObject> boxes =
        found.stream().filter(box -> box.classId() == label).limit(MOST).toList();
    List<LabelledBox> sought =
        there.stream()
            .filter(object -> object.label() == label)
            .sorted(Comparator.comparing(LabelledBox::isCrowd))
            .toList();
    objects[label] += (int) sought.stream().filter(object -> !object.isCrowd()).count();
    sizes.get(label).add(boxes, sought, picture);
    for (int i = 0; i < IOUS; i++) {
      Judgement.Verdict[] verdicts = Judgement.of(boxes, sought, iou(i));
      for (int rank = 0; rank < verdicts.length; rank++) {
        rankings.get(label).get(i).add(boxes.get(rank).confidence(), verdicts[rank]);
      }
    }
  }

  /** Everything so far. */
  public Accuracy result() {
    double confidence = bestConfidence();
    List<ClassAccuracy> classes = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      classes.add(ofClass(label, confidence));
    }
    Confusion confusion = new Confusion(names.size(), confidence);
    pictures.forEach(seen -> confusion.add(seen.found, seen.objects));
    return new Accuracy(pictures.size(), classes, confidence, confusion.rows());
  }

  private ClassAccuracy ofClass(int label, double confidence) {
    List<List<Double>> curves =
        rankings.get(label).stream().map(ranking -> ranking.curve(objects[label])).toList();
    boolean isThere = objects[label] > 0;
    int[] counts = rankings.get(label).get(0).counts(confidence);
    return new ClassAccuracy(
        names.get(label),
        objects[label],
        isThere ? (double) counts[1] / Math.max(1, counts[0]) : Double.NaN,
        isThere ? (double) counts[1] / objects[label] : Double.NaN,
        isThere ? mean(curves.get(0)) : Double.NaN,
        isThere ? curves.stream().mapToDouble(AccuracyMeter::mean).average().orElse(0) : Double.NaN,
        sizes.get(label).result(confidence),
        curves.get(0));
  }

  private double bestConfidence() {
    double best = 0;
    double highest = -1;
    for (int i = 1; i < CONFIDENCES; i++) {
      double confidence = (double) i / CONFIDENCES;
      double f1 = meanF1(confidence);
      if (f1 > highest) {
        highest = f1;
        best = confidence;
      }
    }
    return best;
  }

  private double meanF1(double confidence) {
    double sum = 0;
    int classes = 0;
    for (int label = 0; label < names.size(); label++) {
      if (objects[label] > 0) {
        int[] counts = rankings.get(label).get(0).counts(confidence);
        sum += 2.0 * counts[1] / (counts[0] + objects[label]);
        classes++;
      }
    }
    return classes == 0 ? 0 : sum / classes;
  }

  private static double iou(int index) {
    return (50 + 5 * index) / 100.0;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
