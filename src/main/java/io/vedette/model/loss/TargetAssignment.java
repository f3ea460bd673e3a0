package io.vedette.model.loss;

import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.Target;
import io.vedette.model.yolo.Head;
import java.util.List;

/**
 * The assignment of anchors to objects at one scale: each anchor that is less than four times
 * larger or smaller than the object, in the object's own cell and in the two nearest ones.
 * Immutable.
 */
final class TargetAssignment {
  private static final float MOST_RATIO = 4;

  private final int stride;
  private final float[] anchors;
  private final int classes;

  /**
   * @param stride pixels per cell
   * @param anchors widths and heights in pixels
   */
  TargetAssignment(int stride, float[] anchors, int classes) {
    this.stride = stride;
    this.anchors = anchors;
    this.classes = classes;
  }

  /**
   * The matches of a batch, whose rows are numbered picture by picture, anchor by anchor, then by
   * row and column of a map of {@code height × width} cells.
   *
   * @param taught the teachers' boxes, by picture and teacher; used where there is no label
   */
  Matches match(List<List<Target>> pictures, List<List<SoftTarget>> taught, int height, int width) {
    Matches matches = new Matches(classes);
    for (int picture = 0; picture < pictures.size(); picture++) {
      for (Target target : pictures.get(picture)) {
        Box box = new Box(target.cx(), target.cy(), target.width(), target.height());
        forEachRow(
            box,
            new Grid(picture, height, width),
            (row, place) -> matches.addLabelled(row, target.label(), place, target.certainty()));
      }
    }
    for (int picture = 0; picture < taught.size(); picture++) {
      match(taught.get(picture), new Grid(picture, height, width)).addTo(matches);
    }
    return matches;
  }

  private TaughtRows match(List<SoftTarget> seen, Grid grid) {
    TaughtRows rows = new TaughtRows(classes);
    for (int i = 0; i < seen.size(); i++) {
      SoftTarget target = seen.get(i);
      Box box = new Box(target.cx(), target.cy(), target.width(), target.height());
      forEachRow(box, grid, (row, place) -> rows.add(row, target.scores(), place));
      if (i + 1 == seen.size() || seen.get(i + 1).teacher() != target.teacher()) {
        rows.endTeacher(target.share());
      }
    }
    return rows;
  }

  /** The box of an object, in pixels. */
  private record Box(float cx, float cy, float width, float height) {}

  /** A receiver of rows, each with the box relative to its cell and the anchor's size, in cells. */
  private interface RowSink {
    void add(int row, float[] place);
  }

  /** The rows of one picture. */
  private record Grid(int picture, int height, int width) {
    private boolean has(int column, int row) {
      return column >= 0 && column < width && row >= 0 && row < height;
    }

    private int row(int anchor, int column, int row) {
      return ((picture * Head.ANCHORS + anchor) * height + row) * width + column;
    }
  }

  private void forEachRow(Box box, Grid grid, RowSink sink) {
    float x = box.cx / stride;
    float y = box.cy / stride;
    int column = Math.min(grid.width - 1, (int) x);
    int row = Math.min(grid.height - 1, (int) y);
    int besides = column + (x - column < 0.5f ? -1 : 1);
    int above = row + (y - row < 0.5f ? -1 : 1);
    for (int anchor = 0; anchor < Head.ANCHORS; anchor++) {
      if (fits(box, anchor)) {
        add(box, anchor, grid, new int[] {column, row}, sink);
        add(box, anchor, grid, new int[] {besides, row}, sink);
        add(box, anchor, grid, new int[] {column, above}, sink);
      }
    }
  }

  private boolean fits(Box box, int anchor) {
    float wider = box.width / anchors[2 * anchor];
    float higher = box.height / anchors[2 * anchor + 1];
    float ratio = Math.max(Math.max(wider, 1 / wider), Math.max(higher, 1 / higher));
    return ratio < MOST_RATIO;
  }

  private void add(Box box, int anchor, Grid grid, int[] cell, RowSink sink) {
    if (grid.has(cell[0], cell[1])) {
      sink.add(
          grid.row(anchor, cell[0], cell[1]),
          new float[] {
            box.cx / stride - cell[0],
            box.cy / stride - cell[1],
            box.width / stride,
            box.height / stride,
            anchors[2 * anchor] / stride,
            anchors[2 * anchor + 1] / stride
          });
    }
  }
}
