package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.geometry.RelativePolygon;
import io.vedette.tracking.Detection;
import java.util.Collection;
import java.util.List;

/** The ignored parts of a camera's picture. Immutable. */
public final class Masks {
  private record Mask(RelativePolygon area, List<String> labels) {
    boolean hides(Detection detection, RelativePoint anchor) {
      return (labels.isEmpty() || labels.contains(detection.label())) && area.contains(anchor);
    }
  }

  private final List<Mask> masks;

  public Masks(Collection<MaskSettings> settings) {
    masks =
        settings.stream()
            .filter(MaskSettings::isForDetections)
            .map(one -> new Mask(one.area(), one.labels()))
            .toList();
  }

  /** The detections outside of all masks, in the same order. */
  public List<Detection> visible(List<Detection> detections) {
    return masks.isEmpty() ? detections : detections.stream().filter(this::isVisible).toList();
  }

  private boolean isVisible(Detection detection) {
    RelativePoint anchor = detection.box().anchor();
    return masks.stream().noneMatch(mask -> mask.hides(detection, anchor));
  }
}
