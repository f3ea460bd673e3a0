package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cells of a detector's maps, one after the other, scale by scale, row by row. Immutable.
 *
 * @param stride pixels per cell
 * @param columns number of the map's columns
 * @param rows number of the map's rows
 * @param first number of its first cell
 */
public record Cells(int stride, int columns, int rows, int first) {
  /** The strides of nearly all detectors. */
  public static final List<Integer> USUAL = List.of(8, 16, 32);

  /** The strides of detectors for large pictures, and of NanoDet and PicoDet. */
  public static final List<Integer> COARSE = List.of(8, 16, 32, 64);

  private static final List<List<Integer>> STRIDES =
      List.of(USUAL, COARSE, List.of(4, 8, 16, 32), List.of(16, 32));

  /** The maps for pictures of a size; a part of a cell counts as one. */
  public static List<Cells> of(Size size, List<Integer> strides) {
    List<Cells> maps = new ArrayList<>();
    int first = 0;
    for (int stride : strides) {
      int columns = (size.width() + stride - 1) / stride;
      int rows = (size.height() + stride - 1) / stride;
      maps.add(new Cells(stride, columns, rows, first));
      first += columns * rows;
    }
    return List.copyOf(maps);
  }

  /** The number of cells of all maps. */
  public static int count(List<Cells> maps) {
    Cells last = maps.get(maps.size() - 1);
    return last.first + last.count();
  }

  /** The strides of which maps have so many cells together; empty if none have. */
  public static Optional<List<Integer>> strides(Size size, int cells) {
    return STRIDES.stream().filter(strides -> count(of(size, strides)) == cells).findFirst();
  }

  public int count() {
    return columns * rows;
  }

  /** The map that a cell of all is in. */
  static Cells with(List<Cells> maps, int cell) {
    for (Cells map : maps) {
      if (cell < map.first + map.count()) {
        return map;
      }
    }
    throw new IndexOutOfBoundsException(cell);
  }

  /** The column of a cell, counted over all maps. */
  int column(int cell) {
    return (cell - first) % columns;
  }

  /** The row of a cell, counted over all maps. */
  int row(int cell) {
    return (cell - first) / columns;
  }

  /** The left and top of all cells in their own strides, and the strides. */
  static float[][] places(List<Cells> maps) {
    int count = count(maps);
    float[] places = new float[2 * count];
    float[] strides = new float[count];
    for (int cell = 0; cell < count; cell++) {
      Cells map = with(maps, cell);
      places[2 * cell] = map.column(cell);
      places[2 * cell + 1] = map.row(cell);
      strides[cell] = map.stride;
    }
    return new float[][] {places, strides};
  }
}
