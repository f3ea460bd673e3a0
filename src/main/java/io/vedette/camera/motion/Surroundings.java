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

  /** Computes the ranges of a grid's values. */
  void fit(int[] values, Size cells) {
    if (least.length != values.length) {
      least = new int[values.length];
      most = new int[values.length];
      leastBeside = new int[values.length];
      mostBeside = new int[values.length];
    }
    int width = cells.width();
    for (int i = 0; i < values.length; i++) {
      int left = i % width == 0 ? i : i - 1;
      int right = (i + 1) % width == 0 ? i : i + 1;
      leastBeside[i] = Math.min(values[i], Math.min(values[left], values[right]));
      mostBeside[i] = Math.max(values[i], Math.max(values[left], values[right]));
    }
    for (int i = 0; i < values.length; i++) {
      int above = i < width ? i : i - width;
      int below = i + width >= values.length ? i : i + width;
      least[i] = Math.min(leastBeside[i], Math.min(leastBeside[above], leastBeside[below]));
      most[i] = Math.max(mostBeside[i], Math.max(mostBeside[above], mostBeside[below]));
    }
  }

  /** The distance of a value from the range of a cell; 0 within it. */
  int distance(int cell, int value) {
    return Math.max(0, Math.max(least[cell] - value, value - most[cell]));
  }
}
