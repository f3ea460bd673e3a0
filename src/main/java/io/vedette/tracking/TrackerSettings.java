package io.vedette.tracking;

import io.vedette.config.LabelGroup;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.List;

/** How detections become tracks. Immutable. */
public record TrackerSettings(
    @Setting(value = "0.45", doc = "Detections from here on are matched first.")
        double highConfidence,
    @Setting(
            value = "0.1",
            doc =
                "Weaker detections only keep known tracks alive; below this they are ignored, and"
                    + " below detection.confidence there are none.")
        double lowConfidence,
    @Setting(value = "0.5", doc = "A new track starts from this confidence on.")
        double newConfidence,
    @Setting(value = "0.3", doc = "Least overlap of a track and a strong detection.") double minIou,
    @Setting(value = "0.5", doc = "Least overlap of a track and a weak detection.")
        double minIouWeak,
    @Setting(
            value = "0.3",
            doc = "Least overlap where a new or lost track may be, within its uncertainty.")
        double minIouLoose,
    @Setting(value = "2", doc = "Detections in a row until a track is confirmed.") int minHits,
    @Setting(value = "2s", doc = "A track not seen for longer ends.") Duration maxAge,
    @Setting(value = "5s", doc = "All tracks end when no frame came for longer.") Duration maxGap,
    @Setting(
            value = "car/truck/bus",
            doc =
                "Labels taken for each other: detections of any belong to one track, whose label they"
                    + " vote for.")
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
              + lowConfidence
              + ", "
              + highConfidence
              + ", "
              + newConfidence);
    }
    if (minHits < 1) {
      throw new IllegalArgumentException("min-hits: expected at least 1, found " + minHits);
    }
    positive("max-age", maxAge);
    positive("max-gap", maxGap);
  }

  private static void part(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(key + ": expected 0 to 1, found " + value);
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(key + ": expected more than 0, found " + value);
    }
  }
}
