package io.vedette.camera.motion;

import io.vedette.geometry.Size;

/**
 * The range of values of each cell of a grid and the eight cells around it: the values that a shift
 * of the picture by less than a cell can produce. Confined to one thread.
 */
final class Surroundings {
  private int[] least = {};
  private int[] most = {};
  private int[] leastBeside = {};
  private int[] mostBeside = {};
  private final Three three = new Three();

  /** Computes the ranges of a grid's values. */
  void fit(int[] values, Size cells) {
    if (least.length != values.length) {
      least = new int[values.length];
      most = new int[values.length];
      leastBeside = new int[values.length];
      mostBeside = new int[values.length];
    }
    int width = cells.width();
    three.fit(width);
    int last = values.length - width;
    for (int row = 0; row <= last; row += width) {
      three.takeBeside(values, row);
      three.smallest(leastBeside, row);
      three.largest(mostBeside, row);
    }
    for (int row = 0; row <= last; row += width) {
      int above = Math.max(0, row - width);
      int below = Math.min(last, row + width);
      three.take(leastBeside, above, row, below);
      three.smallest(least, row);
      three.take(mostBeside, above, row, below);
      three.largest(most, row);
    }
  }

  /** The distance of a value from the range of a cell; 0 within it. */
  int distance(int cell, int value) {
    return Math.max(0, Math.max(least[cell] - value, value - most[cell]));
  }

  /**
   * Three rows of numbers that are compared place by place. They are copies: Java's compiler makes
   * vector instructions only of loops in which all arrays have the same index.
   */
  private static final class Three {
    private int width;
    private int[] first = {};
    private int[] second = {};
    private int[] third = {};
    private int[] result = {};

    void fit(int columns) {
      if (width != columns) {
        width = columns;
        first = new int[columns];
        second = new int[columns];
        third = new int[columns];
        result = new int[columns];
      }
    }

    /** Takes three rows of a grid, by where they begin. */
    void take(int[] values, int one, int two, int three) {
      System.arraycopy(values, one, first, 0, width);
      System.arraycopy(values, two, second, 0, width);
      System.arraycopy(values, three, third, 0, width);
    }

    /** Takes a row, the same moved to the right, and moved to the left. */
    void takeBeside(int[] values, int row) {
      take(values, row, row, row);
      System.arraycopy(values, row, first, 1, width - 1);
      System.arraycopy(values, row + 1, third, 0, width - 1);
    }

    void smallest(int[] target, int row) {
      for (int i = 0; i < result.length; i++) {
        result[i] = Branchless.min(second[i], Branchless.min(first[i], third[i]));
      }
      System.arraycopy(result, 0, target, row, width);
    }

    void largest(int[] target, int row) {
      for (int i = 0; i < result.length; i++) {
        result[i] = Branchless.max(second[i], Branchless.max(first[i], third[i]));
      }
      System.arraycopy(result, 0, target, row, width);
    }
  }
}
