package io.vedette.detection;

import io.vedette.config.Keyed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The least confidences of objects, written as {@code 0.3}, as {@code person=0.45,car=0.2}, or as
 * both joined by a comma: the number applies to all other labels. Immutable.
 *
 * @param usual the confidence of labels that are not named, 0–1; null for the model's own
 * @param byLabel 0–1
 */
@Keyed
public record Confidences(@Nullable Double usual, Map<String, Double> byLabel) {
  private static final String EXPECTED = "expected a number of 0–1, or label=number for each label";

  public Confidences {
    byLabel = Map.copyOf(byLabel);
    byLabel.values().forEach(Confidences::require);
    if (usual != null) {
      require(usual);
    }
  }

  /** One confidence for all labels. */
  public static Confidences all(double confidence) {
    return new Confidences(confidence, Map.of());
  }

  public static Confidences parse(String text) {
    @Nullable Double usual = null;
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.lastIndexOf('=');
      double confidence = number(part.substring(equals + 1).strip());
      String label = part.substring(0, Math.max(0, equals)).strip();
      boolean isTwice = equals < 0 ? usual != null : label.isEmpty() || byLabel.containsKey(label);
      if (isTwice) {
        throw new IllegalArgumentException(EXPECTED);
      }
      if (equals < 0) {
        usual = confidence;
      } else {
        byLabel.put(label, confidence);
      }
    }
    return new Confidences(usual, byLabel);
  }

  /** The confidence of a label, or the model's where the settings have none. */
  public double of(String label, double model) {
    return byLabel.getOrDefault(label, usual == null ? model : usual);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
  }

  private static void require(double confidence) {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  /** The text for {@link #parse}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(byLabel)
        .forEach((label, value) -> text.append(',').append(label).append('=').append(value));
    if (usual != null) {
      text.append(',').append(usual);
    }
    return text.substring(Math.min(1, text.length()));
  }
}
