package io.vedette.model.loss;

import java.util.Arrays;

/** Rows of a map that are to find an object, and what they are to say. Confined to one thread. */
final class Matches {
  /**
   * Numbers per match: the box relative to its cell, in cells, the anchor's size in cells, and how
   * certain the object is.
   */
  static final int NUMBERS = 7;

  private long[] rows = new long[256];
  private long[] labels = new long[256];
  private float[] values = new float[256 * NUMBERS];
  private int size;

  /**
   * @param numbers cx, cy, width, height, the anchor's width and height, certainty
   */
  void add(int row, int label, float[] numbers) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      labels = Arrays.copyOf(labels, 2 * size);
      values = Arrays.copyOf(values, 2 * size * NUMBERS);
    }
    rows[size] = row;
    labels[size] = label;
    System.arraycopy(numbers, 0, values, size * NUMBERS, NUMBERS);
    size++;
  }

  int size() {
    return size;
  }

  long[] rows() {
    return Arrays.copyOf(rows, size);
  }

  long[] labels() {
    return Arrays.copyOf(labels, size);
  }

  float[] numbers() {
    return Arrays.copyOf(values, size * NUMBERS);
  }
}
