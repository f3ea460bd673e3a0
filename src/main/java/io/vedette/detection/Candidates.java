package io.vedette.detection;

import java.util.Arrays;

/**
 * Boxes that may be objects, in plain arrays, so that thousands of them cost no allocation.
 * Confined to one thread; keeps its largest size.
 */
final class Candidates {
  private static final int FIRST_CAPACITY = 1024;

  /** A box with less than this part of another's area is of an object farther away. */
  private static final float FARTHER = 0.15f;

  private static final long LOW_BITS = 0xFFFF_FFFFL;

  private float[] left = new float[FIRST_CAPACITY];
  private float[] top = new float[FIRST_CAPACITY];
  private float[] right = new float[FIRST_CAPACITY];
  private float[] bottom = new float[FIRST_CAPACITY];
  private float[] score = new float[FIRST_CAPACITY];
  private int[] label = new int[FIRST_CAPACITY];
  private long[] order = new long[FIRST_CAPACITY];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /**
   * Adds a box; one that is not finite is left out.
   *
   * @param corners left, top, right and bottom in model pixels
   */
  void add(float[] corners, int labelled, float scored) {
    if (size == score.length) {
      grow();
    }
    // Of two corners, one that is not a number or infinite makes the sum so.
    if (!Float.isFinite(corners[0] + corners[2]) || !Float.isFinite(corners[1] + corners[3])) {
      return;
    }
    left[size] = corners[0];
    top[size] = corners[1];
    right[size] = corners[2];
    bottom[size] = corners[3];
    label[size] = labelled;
    score[size] = scored;
    size++;
  }

  /** Brings the indices into the order of falling score, equal ones as they were added. */
  void sort() {
    for (int i = 0; i < size; i++) {
      // Scores are positive, so their bits sort as they do; complemented, the highest comes first.
      order[i] = (long) ~Float.floatToRawIntBits(score[i]) << Integer.SIZE | i;
    }
    Arrays.sort(order, 0, size);
  }

  /** The index of the box at a rank after {@link #sort}. */
  int at(int rank) {
    return (int) (order[rank] & LOW_BITS);
  }

  float left(int index) {
    return left[index];
  }

  float top(int index) {
    return top[index];
  }

  float right(int index) {
    return right[index];
  }

  float bottom(int index) {
    return bottom[index];
  }

  float score(int index) {
    return score[index];
  }

  int label(int index) {
    return label[index];
  }

  /** Whether two boxes overlap by more than a share of their union. */
  boolean overlap(int a, int b, float share) {
    float width = Math.min(right[a], right[b]) - Math.max(left[a], left[b]);
    float height = Math.min(bottom[a], bottom[b]) - Math.max(top[a], top[b]);
    if (width <= 0 || height <= 0) {
      return false;
    }
    float common = width * height;
    return common > share * (area(a) + area(b) - common);
  }

  /**
   * Whether more than a share of the smaller of two boxes lies within the larger, and is not that
   * much smaller that it would be somebody farther away.
   */
  boolean isNested(int a, int b, float share) {
    float width = Math.min(right[a], right[b]) - Math.max(left[a], left[b]);
    float height = Math.min(bottom[a], bottom[b]) - Math.max(top[a], top[b]);
    float smaller = Math.min(area(a), area(b));
    return width > 0
        && height > 0
        && width * height > share * smaller
        && smaller >= FARTHER * Math.max(area(a), area(b));
  }

  private float area(int index) {
    return (right[index] - left[index]) * (bottom[index] - top[index]);
  }

  private void grow() {
    int capacity = 2 * size;
    left = Arrays.copyOf(left, capacity);
    top = Arrays.copyOf(top, capacity);
    right = Arrays.copyOf(right, capacity);
    bottom = Arrays.copyOf(bottom, capacity);
    score = Arrays.copyOf(score, capacity);
    label = Arrays.copyOf(label, capacity);
    order = new long[capacity];
  }
}
