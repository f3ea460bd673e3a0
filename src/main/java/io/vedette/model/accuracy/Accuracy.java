package io.vedette.model.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The accuracy of a detector. Immutable.
 *
 * @param pictures it was measured on
 * @param classes each by itself, by index
 * @param confidence at which the mean F1 of the classes is best; precisions and recalls are of it
 * @param confusion rows: what was found, columns: what was there, the last of each: nothing;
 *     counted at that confidence and an IoU of 0.5
 */
public record Accuracy(
    int pictures, List<ClassAccuracy> classes, double confidence, List<List<Integer>> confusion) {
  public Accuracy {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  public double precision() {
    return mean(ClassAccuracy::precision);
  }

  public double recall() {
    return mean(ClassAccuracy::recall);
  }

  /** Mean over the classes of the average precision at an IoU of 0.5. */
  public double map50() {
    return mean(ClassAccuracy::map50);
  }

  /** Mean over the classes and the IoUs 0.50, 0.55 … 0.95: COCO's AP. */
  public double map() {
    return mean(ClassAccuracy::map);
  }

  /** Sums of the objects, and means over the classes that have such, by size. */
  public List<SizeAccuracy> sizes() {
    return Arrays.stream(SizeClass.values()).map(this::ofSize).toList();
  }

  private SizeAccuracy ofSize(SizeClass size) {
    List<SizeAccuracy> there =
        classes.stream()
            .flatMap(one -> one.sizes().stream())
            .filter(one -> one.size() == size && one.objects() > 0)
            .toList();
    return new SizeAccuracy(
        size,
        there.stream().mapToInt(SizeAccuracy::objects).sum(),
        there.stream().mapToDouble(SizeAccuracy::recall).average().orElse(Double.NaN),
        there.stream().mapToDouble(SizeAccuracy::map50).average().orElse(Double.NaN));
  }

  public int objects() {
    return classes.stream().mapToInt(ClassAccuracy::objects).sum();
  }

  private double mean(ToDoubleFunction<ClassAccuracy> figure) {
    return classes.stream()
        .filter(one -> one.objects() > 0)
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }
}
