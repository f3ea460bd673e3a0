package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * The cells of a detector's maps, one after the other, scale by scale, row by row. Immutable.
 *
 * @param stride pixels per cell
 * @param columns of the map
 * @param rows of the map
 * @param first number of its first cell
 */
record Cells(int stride, int columns, int rows, int first) {
  /** The maps for pictures of a size; a part of a cell counts as one. */
  static List<Cells> of(Size size, List<Integer> strides) {
    List<Cells> maps = new ArrayList<>();
    int first = 0;
    for (int stride : strides) {
      int columns = (size.width() + stride - 1) / stride;
      int rows = (size.height() + stride - 1) / stride;
      maps.add(new Cells(stride, columns, rows, first));
      first += columns * rows;
    }
    return maps;
  }

  static int count(List<Cells> maps) {
    Cells last = maps.get(maps.size() - 1);
    return last.first + last.count();
  }

  int count() {
    return columns * rows;
  }

  /** How many strides from the left a cell of the map is. */
  int column(int cell) {
    return cell % columns;
  }

  /** How many strides from the top a cell of the map is. */
  int row(int cell) {
    return cell / columns;
  }
}
