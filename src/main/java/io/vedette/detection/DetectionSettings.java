package io.vedette.detection;

import io.vedette.config.LabelGroup;
import io.vedette.config.Limits;
import io.vedette.config.Setting;
import io.vedette.validation.Bounds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that decide which boxes count as objects. Immutable.
 *
 * @param confidence least objectness × class score; null leaves it to the model
 * @param iou two boxes of a class that overlap by more are one object
 * @param nested two boxes of a class are one object when more of the smaller one lies within the
 *     other; 1 keeps them apart
 * @param confusable classes of which boxes of one place are one object
 * @param classes names of the classes that count; all when empty
 * @param most objects per picture
 * @param labels what classes are called in place of the model's names
 */
public record DetectionSettings(
    @Setting(
            value = "",
            doc =
                "Least confidence of an object, 0–1, also by class as person=0.5,car=0.2; when"
                    + " empty, the model's calibrated confidences, else 0.25.")
        @Nullable Confidences confidence,
    @Setting(value = "0.45", doc = "Boxes of a class that overlap by more are one object, 0–1.")
        double iou,
    @Setting(
            value = "0.85",
            doc =
                "Boxes of a class are also one object if more than this part of the smaller one"
                    + " lies within the other, unless it is far smaller; 1 keeps all.")
        double nested,
    @Setting(
            value = "car/truck/bus",
            doc = "Classes that the model confuses: their boxes of one place are one object.")
        List<LabelGroup> confusable,
    @Setting(value = "", doc = "Classes that are detected, as person,car; all when empty.")
        List<String> classes,
    @Setting(value = "300", doc = "Largest number of objects per picture.") int most,
    @Setting(
            value = "",
            doc =
                "Other names for the model's classes: {motorbike: motorcycle}; several classes"
                    + " may get the same name.")
        Map<String, String> labels) {
  /** The least confidence where neither settings nor model name one. */
  public static final double USUAL_CONFIDENCE = 0.25;

  public DetectionSettings {
    confusable = List.copyOf(confusable);
    classes = List.copyOf(classes);
    labels = Map.copyOf(labels);
    labels.forEach(
        (label, name) -> Limits.require(!name.isBlank(), "labels." + label, "a name", name));
    Limits.require(iou >= 0 && iou <= 1, "iou", "0–1", iou);
    Limits.require(nested >= 0 && nested <= 1, "nested", "0–1", nested);
    Limits.require(most >= 1 && most <= Bounds.OBJECTS, "most", "1 to " + Bounds.OBJECTS, most);
  }

  /** Settings with the model's own names of classes. */
  public DetectionSettings(
      @Nullable Confidences confidence,
      double iou,
      double nested,
      List<LabelGroup> confusable,
      List<String> classes,
      int most) {
    this(confidence, iou, nested, confusable, classes, most, Map.of());
  }

  /**
   * Suppression by overlap within each class alone, as evaluations do it.
   *
   * @param confidence of all classes
   */
  public static DetectionSettings plain(double confidence, double iou) {
    return new DetectionSettings(Confidences.all(confidence), iou, 1, List.of(), List.of(), 300);
  }

  /** The same for some classes alone. */
  public DetectionSettings withClasses(List<String> names) {
    return new DetectionSettings(confidence, iou, nested, confusable, names, most, labels);
  }

  /** The same with other least confidences. */
  public DetectionSettings withConfidence(@Nullable Confidences other) {
    return new DetectionSettings(other, iou, nested, confusable, classes, most, labels);
  }
}
