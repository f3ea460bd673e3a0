package io.vedette.tracking;

import io.vedette.geometry.RelativeBox;

/**
 * One labelled box in one frame, as input of the tracker. Immutable.
 *
 * @param confidence 0–1
 */
public record Detection(String label, double confidence, RelativeBox box) {
  public Detection {
    if (!Double.isFinite(confidence + box.x() + box.y() + box.w() + box.h())) {
      throw new IllegalArgumentException(
          "detection of " + label + ": expected finite numbers, found " + confidence + ", " + box);
    }
  }
}
