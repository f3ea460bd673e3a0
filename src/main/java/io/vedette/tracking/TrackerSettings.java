package io.vedette.tracking;

import static io.vedette.config.Limits.shown;

import io.vedette.config.LabelGroup;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.List;

/** The settings of the tracker. Immutable. */
public record TrackerSettings(
    @Setting(value = "0.45", doc = "Detections with at least this confidence are matched first.")
        double highConfidence,
    @Setting(
            value = "0.1",
            doc =
                "Detections between this and high-confidence only keep known tracks alive;"
                    + " weaker ones are ignored. Without effect below detection.confidence.")
        double lowConfidence,
    @Setting(value = "0.5", doc = "A new track starts with at least this confidence.")
        double newConfidence,
    @Setting(value = "0.3", doc = "Least overlap of a track and a strong detection.") double minIou,
    @Setting(value = "0.5", doc = "Least overlap of a track and a weak detection.")
        double minIouWeak,
    @Setting(
            value = "0.3",
            doc = "Least overlap where a new or lost track may be, within its uncertainty.")
        double minIouLoose,
    @Setting(value = "2", doc = "Detections in a row until a track is confirmed.") int minHits,
    @Setting(value = "2s", doc = "A track ends when it was not seen for this time.")
        Duration maxAge,
    @Setting(value = "5s", doc = "All tracks end after a gap between frames longer than this.")
        Duration maxGap,
    @Setting(
            value = "car/truck/bus",
            doc =
                "Labels that the detector confuses: detections of any of them belong to one"
                    + " track, for whose label they vote.")
        List<LabelGroup> confusable) {
  public TrackerSettings {
    confusable = List.copyOf(confusable);
    part("high-confidence", highConfidence);
    part("low-confidence", lowConfidence);
    part("new-confidence", newConfidence);
    part("min-iou", minIou);
    part("min-iou-weak", minIouWeak);
    part("min-iou-loose", minIouLoose);
    if (lowConfidence > highConfidence || highConfidence > newConfidence) {
      throw new IllegalArgumentException(
          "expected low-confidence <= high-confidence <= new-confidence, found "
              + shown(lowConfidence)
              + ", "
              + shown(highConfidence)
              + ", "
              + shown(newConfidence));
    }
    if (minHits < 1) {
      throw new IllegalArgumentException("min-hits: expected at least 1, found " + minHits);
    }
    positive("max-age", maxAge);
    positive("max-gap", maxGap);
  }

  private static void part(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + ": expected 0 to 1, found " + shown(value));
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + ": expected more than 0, found " + shown(value));
    }
  }
}
