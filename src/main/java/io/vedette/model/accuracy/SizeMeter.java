package io.vedette.model.accuracy;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Size;
import io.vedette.model.accuracy.Judgement.Verdict;
import io.vedette.model.data.LabelledBox;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The measurement of one class by size of object, at an IoU of 0.5: a box counts for the size of
 * the object that it matches, or for its own size if it matches none. Confined to one thread.
 */
final class SizeMeter {
  private static final double LEAST_IOU = 0.5;

  private final Map<SizeClass, Ranking> rankings = new EnumMap<>(SizeClass.class);
  private final Map<SizeClass, Integer> objects = new EnumMap<>(SizeClass.class);

  SizeMeter() {
    for (SizeClass size : SizeClass.values()) {
      rankings.put(size, new Ranking());
    }
  }

  /**
   * Adds a picture.
   *
   * @param found in falling confidence
   * @param sought crowds come last
   */
  void add(List<DetectedObject> found, List<LabelledBox> sought, Size picture) {
    for (LabelledBox object : sought) {
      objects.merge(SizeClass.of(object.box(), picture), object.isCrowd() ? 0 : 1, Integer::sum);
    }
    int[] taken = Judgement.objects(found, sought, LEAST_IOU);
    for (int rank = 0; rank < taken.length; rank++) {
      DetectedObject box = found.get(rank);
      Verdict verdict = Judgement.verdict(taken[rank], sought);
      SizeClass size =
          SizeClass.of(taken[rank] < 0 ? box.box() : sought.get(taken[rank]).box(), picture);
      ranking(size).add(box.confidence(), verdict);
    }
  }

  /** The accuracies by size, smallest first. */
  List<SizeAccuracy> result(double confidence) {
    List<SizeAccuracy> sizes = new ArrayList<>();
    for (SizeClass size : SizeClass.values()) {
      int there = objects.getOrDefault(size, 0);
      Ranking ranking = ranking(size);
      double mean =
          ranking.curve(there).stream().mapToDouble(Double::doubleValue).average().orElse(0);
      sizes.add(
          there == 0
              ? new SizeAccuracy(size, 0, Double.NaN, Double.NaN)
              : new SizeAccuracy(
                  size, there, (double) ranking.counts(confidence)[1] / there, mean));
    }
    return sizes;
  }

  private Ranking ranking(SizeClass size) {
    return Objects.requireNonNull(rankings.get(size));
  }
}
