package io.vedette.model.loss;

import io.vedette.model.augment.Target;
import io.vedette.model.yolo.Head;
import java.util.List;

/**
 * Which anchors are to find which objects, at one scale: each anchor that is less than four times
 * larger or smaller than the object, in the object's own cell and in the two nearest ones.
 * Immutable.
 */
final class Assignment {
  private static final float MOST_RATIO = 4;

  private final int stride;
  private final float[] anchors;

  /**
   * @param stride pixels per cell
   * @param anchors widths and heights in pixels
   */
  Assignment(int stride, float[] anchors) {
    this.stride = stride;
    this.anchors = anchors;
  }

  /**
   * The matches of a batch, whose rows are numbered picture by picture, anchor by anchor, then by
   * row and column of a map of {@code height × width} cells.
   */
  Matches match(List<List<Target>> pictures, int height, int width) {
    Matches matches = new Matches();
    for (int picture = 0; picture < pictures.size(); picture++) {
      for (Target target : pictures.get(picture)) {
        for (int anchor = 0; anchor < Head.ANCHORS; anchor++) {
          if (fits(target, anchor)) {
            int first = (picture * Head.ANCHORS + anchor) * height * width;
            addCells(matches, target, anchor, new Grid(first, height, width));
          }
        }
      }
    }
    return matches;
  }

  /** One anchor's cells in one picture, the first of them in a given row. */
  private record Grid(int first, int height, int width) {
    private boolean has(int column, int row) {
      return column >= 0 && column < width && row >= 0 && row < height;
    }

    private int row(int column, int row) {
      return first + row * width + column;
    }
  }

  private boolean fits(Target target, int anchor) {
    float wider = target.width() / anchors[2 * anchor];
    float higher = target.height() / anchors[2 * anchor + 1];
    float ratio = Math.max(Math.max(wider, 1 / wider), Math.max(higher, 1 / higher));
    return ratio < MOST_RATIO;
  }

  private void addCells(Matches matches, Target target, int anchor, Grid grid) {
    float x = target.cx() / stride;
    float y = target.cy() / stride;
    int column = Math.min(grid.width - 1, (int) x);
    int row = Math.min(grid.height - 1, (int) y);
    int besides = column + (x - column < 0.5f ? -1 : 1);
    int above = row + (y - row < 0.5f ? -1 : 1);
    add(matches, target, anchor, grid, new int[] {column, row});
    add(matches, target, anchor, grid, new int[] {besides, row});
    add(matches, target, anchor, grid, new int[] {column, above});
  }

  private void add(Matches matches, Target target, int anchor, Grid grid, int[] cell) {
    if (grid.has(cell[0], cell[1])) {
      matches.add(
          grid.row(cell[0], cell[1]),
          target.label(),
          new float[] {
            target.cx() / stride - cell[0],
            target.cy() / stride - cell[1],
            target.width() / stride,
            target.height() / stride,
            anchors[2 * anchor] / stride,
            anchors[2 * anchor + 1] / stride,
            target.certainty()
          });
    }
  }
}
