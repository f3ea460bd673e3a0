package io.vedette.model.accuracy;

import io.vedette.model.accuracy.Judgement.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All boxes of one class at one IoU by falling confidence, right or wrong. Confined to one thread.
 */
final class Ranking {
  /** Recalls at which precision is read: 0, 0.01 … 1. */
  static final int POINTS = 101;

  private record Ranked(double confidence, boolean isRight) {}

  private final List<Ranked> boxes = new ArrayList<>();
  private boolean isSorted;

  void add(double confidence, Verdict verdict) {
    if (verdict != Verdict.IGNORED) {
      boxes.add(new Ranked(confidence, verdict == Verdict.RIGHT));
      isSorted = false;
    }
  }

  /** The best precision that is reached at each recall or beyond; 0 where none is. */
  List<Double> curve(int objects) {
    sort();
    double[] precisions = new double[boxes.size()];
    double[] recalls = new double[boxes.size()];
    int right = 0;
    for (int i = 0; i < precisions.length; i++) {
      right += boxes.get(i).isRight ? 1 : 0;
      precisions[i] = (double) right / (i + 1);
      recalls[i] = (double) right / objects;
    }
    for (int i = precisions.length - 2; i >= 0; i--) {
      precisions[i] = Math.max(precisions[i], precisions[i + 1]);
    }
    List<Double> curve = new ArrayList<>();
    int rank = 0;
    for (int point = 0; point < POINTS; point++) {
      double recall = (double) point / (POINTS - 1);
      while (rank < recalls.length && recalls[rank] < recall) {
        rank++;
      }
      curve.add(rank < recalls.length ? precisions[rank] : 0);
    }
    return curve;
  }

  /** Boxes of at least a confidence: all of them, and the right ones. */
  int[] counts(double confidence) {
    int all = 0;
    int right = 0;
    for (Ranked box : boxes) {
      if (box.confidence >= confidence) {
        all++;
        right += box.isRight ? 1 : 0;
      }
    }
    return new int[] {all, right};
  }

  private void sort() {
    if (!isSorted) {
      boxes.sort(Comparator.comparingDouble(Ranked::confidence).reversed());
      isSorted = true;
    }
  }
}
