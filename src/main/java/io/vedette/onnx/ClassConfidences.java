package io.vedette.onnx;

import io.vedette.text.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The least confidences by class in a model's metadata: one number of 0–1 for each class, by index,
 * separated by commas.
 */
public final class ClassConfidences {
  /** The metadata's key. */
  public static final String KEY = "vedette.confidences";

  private ClassConfidences() {}

  /**
   * The confidences by class index.
   *
   * @throws IllegalArgumentException when the text does not hold such a number for each class
   */
  public static List<Double> parse(String text, int classes) {
    List<Double> confidences = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      double value = number(part.strip());
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("expected numbers of 0–1, found " + text);
      }
      confidences.add(value);
    }
    if (confidences.size() != classes) {
      throw new IllegalArgumentException(
          "expected a number for each of %s, found %s".formatted(Count.classes(classes), text));
    }
    return List.copyOf(confidences);
  }

  public static String format(List<Double> confidences) {
    return confidences.stream()
        .map(value -> String.format(Locale.ROOT, "%.2f", value))
        .collect(Collectors.joining(","));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
