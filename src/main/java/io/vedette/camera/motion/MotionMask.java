package io.vedette.camera.motion;

import io.vedette.geometry.RelativePoint;
import io.vedette.geometry.RelativePolygon;
import io.vedette.geometry.Size;
import java.util.Arrays;
import java.util.List;

/** The cells of a picture in which movement does not count. Immutable. */
final class MotionMask {
  private MotionMask() {}

  /** A cell in which movement counts; all bits are set, so that it can be combined with numbers. */
  static final int SEEN = -1;

  /**
   * The mask, row by row: 0 where the middle of a cell is in one of the areas, else {@link #SEEN}.
   */
  static int[] of(List<RelativePolygon> areas, Size cells) {
    int[] seen = new int[(int) cells.area()];
    Arrays.fill(seen, SEEN);
    for (int i = 0; i < seen.length && !areas.isEmpty(); i++) {
      int column = i % cells.width();
      int row = i / cells.width();
      RelativePoint middle =
          new RelativePoint((column + 0.5) / cells.width(), (row + 0.5) / cells.height());
      seen[i] = areas.stream().anyMatch(area -> area.contains(middle)) ? 0 : SEEN;
    }
    return seen;
  }
}
