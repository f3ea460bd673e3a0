package io.vedette.rule;

import io.vedette.config.Setting;
import io.vedette.geometry.RelativePolygon;
import java.util.List;

/**
 * A part of the picture in which detections, or movement, are ignored. Immutable.
 *
 * @param for_ what is ignored there
 */
public record MaskSettings(
    @Setting(value = "0,0 1,0 1,1 0,1", doc = "Corners as x,y x,y …, parts of the picture.")
        String polygon,
    @Setting(value = "", doc = "Labels that are ignored; all when empty.") List<String> labels,
    @Setting(
            value = "detections",
            doc =
                "What is ignored: detections, motion (it does not cause frames to be sent), or both.")
        Use for_) {
  /** The use of a mask. */
  public enum Use {
    DETECTIONS,
    MOTION,
    BOTH
  }

  /** A mask that ignores detections. */
  public MaskSettings(String polygon, List<String> labels) {
    this(polygon, labels, Use.DETECTIONS);
  }

  public MaskSettings {
    labels = List.copyOf(labels);
    RuleLimits.area("polygon", polygon);
  }

  boolean isForDetections() {
    return for_ != Use.MOTION;
  }

  boolean isForMotion() {
    return for_ != Use.DETECTIONS;
  }

  RelativePolygon area() {
    return RelativePolygon.parse(polygon);
  }
}
