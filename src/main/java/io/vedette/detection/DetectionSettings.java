package io.vedette.detection;

import io.vedette.config.Setting;
import java.util.List;

/**
 * Which boxes count as objects. Immutable.
 *
 * @param confidence least objectness × class score
 * @param iou two boxes of a class that overlap by more are one object
 * @param classes names of the classes that count; all when empty
 * @param most objects per picture
 */
public record DetectionSettings(
    @Setting(value = "0.25", doc = "Least confidence of an object, 0–1.") double confidence,
    @Setting(value = "0.45", doc = "Boxes of a class that overlap by more are one object, 0–1.")
        double iou,
    @Setting(value = "", doc = "Classes that count, as person,car; all when empty.")
        List<String> classes,
    @Setting(value = "300", doc = "Most objects per picture.") int most) {
  public DetectionSettings {
    classes = List.copyOf(classes);
    within("confidence", confidence);
    within("iou", iou);
    if (most < 1) {
      throw new IllegalArgumentException("most: expected at least 1, found " + most);
    }
  }

  private static void within(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + ": expected 0–1, found " + value);
    }
  }
}
