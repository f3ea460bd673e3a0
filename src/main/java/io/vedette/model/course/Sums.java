package io.vedette.model.course;

import io.vedette.model.loss.LossParts;
import java.util.Map;

/**
 * The sums of a training between two measurements, and the best measurement. Confined to one
 * thread.
 */
final class Sums {
  private LossParts sum = LossParts.NONE;
  private long steps;
  private double best = -1;
  private double bestMap = -1;

  /** The sums of {@link #texts}; from the beginning without any. */
  static Sums of(Map<String, String> texts) {
    Sums sums = new Sums();
    sums.steps = Long.parseLong(texts.getOrDefault("sum.steps", "0"));
    sums.best = number(texts, "sum.best", -1);
    sums.bestMap = number(texts, "sum.best-map", -1);
    sums.sum =
        new LossParts(
            number(texts, "sum.box", 0),
            number(texts, "sum.objectness", 0),
            number(texts, "sum.class", 0));
    return sums;
  }

  private static double number(Map<String, String> texts, String key, double otherwise) {
    String text = texts.get(key);
    return text == null ? otherwise : Double.parseDouble(text);
  }

  Map<String, String> texts() {
    return Map.of(
        "sum.steps", Long.toString(steps),
        "sum.best", Double.toString(best),
        "sum.best-map", Double.toString(bestMap),
        "sum.box", Double.toString(sum.box()),
        "sum.objectness", Double.toString(sum.objectness()),
        "sum.class", Double.toString(sum.label()));
  }

  void add(LossParts loss) {
    sum = sum.plus(loss);
    steps++;
  }

  boolean isEmpty() {
    return steps == 0;
  }

  LossParts mean() {
    return sum.times(1.0 / Math.max(1, steps));
  }

  void clear() {
    sum = LossParts.NONE;
    steps = 0;
  }

  /**
   * Takes a measurement in; whether it is the best so far: of the same mAP50 the one with the
   * better mAP50-95, of the same in both the later, which has learnt more.
   */
  boolean isBest(double map50, double map) {
    boolean isWorse = map50 < best || (map50 == best && map < bestMap);
    if (!isWorse) {
      best = map50;
      bestMap = map;
    }
    return !isWorse;
  }
}
