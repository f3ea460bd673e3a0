package io.vedette.camera.motion;

import io.vedette.geometry.RelativePoint;
import io.vedette.geometry.RelativePolygon;
import io.vedette.geometry.Size;
import java.util.List;

/** The cells of a picture in which movement does not count. Immutable. */
final class MotionMask {
  private MotionMask() {}

  /** The mask, row by row: whether the middle of a cell is in one of the areas. */
  static boolean[] of(List<RelativePolygon> areas, Size cells) {
    boolean[] masked = new boolean[(int) cells.area()];
    for (int i = 0; i < masked.length && !areas.isEmpty(); i++) {
      int column = i % cells.width();
      int row = i / cells.width();
      RelativePoint middle =
          new RelativePoint((column + 0.5) / cells.width(), (row + 0.5) / cells.height());
      masked[i] = areas.stream().anyMatch(area -> area.contains(middle));
    }
    return masked;
  }
}
