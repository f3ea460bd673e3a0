package io.vedette.rule;

import io.vedette.config.Setting;
import io.vedette.geometry.RelativePolygon;
import java.util.List;

/** A part of the picture in which detections are ignored. Immutable. */
public record MaskSettings(
    @Setting(value = "0,0 1,0 1,1 0,1", doc = "Corners as x,y x,y …, parts of the picture.")
        String polygon,
    @Setting(value = "", doc = "Labels that are ignored; all when empty.") List<String> labels) {
  public MaskSettings {
    labels = List.copyOf(labels);
    RuleLimits.area("polygon", polygon);
  }

  RelativePolygon area() {
    return RelativePolygon.parse(polygon);
  }
}
