package io.vedette.model.loss;

import java.util.Arrays;
import java.util.BitSet;

/** The rows of a map that are assigned to objects, with their targets. Confined to one thread. */
final class Matches {
  /**
   * Numbers per match: the box relative to its cell, in cells; the anchor's size in cells; how
   * certain the object is; the objectness that is sought, and whether the overlap of the box found
   * says it instead, 1 or 0.
   */
  static final int NUMBERS = 9;

  /** The index of the certainty. */
  static final int CERTAINTY = 6;

  /** The index of the objectness. */
  static final int OBJECTNESS = 7;

  /** The index of the flag for the overlap. */
  static final int BY_OVERLAP = 8;

  private final int classes;
  private final BitSet known = new BitSet();
  private long[] rows = new long[256];
  private float[] scores;
  private float[] values = new float[256 * NUMBERS];
  private int size;

  Matches(int classes) {
    this.classes = classes;
    this.scores = new float[rows.length * classes];
  }

  /** A row that a label is for; one that several are for is there several times. */
  void addLabelled(int row, int label, float[] place, float certainty) {
    known.set(row);
    grow();
    scores[size * classes + label] = 1;
    put(row, place, certainty, new float[] {0, 1});
  }

  /**
   * A row that only a teacher speaks of.
   *
   * @param taught scores of the classes, 0–1
   */
  void addTaught(int row, float[] taught, float[] place) {
    float best = 0;
    for (float score : taught) {
      best = Math.max(best, score);
    }
    grow();
    for (int label = 0; label < classes; label++) {
      scores[size * classes + label] = best == 0 ? 0 : taught[label] / best;
    }
    put(row, place, best, new float[] {best, 0});
  }

  /** Whether a label is for this row. */
  boolean isLabelled(int row) {
    return known.get(row);
  }

  private void put(int row, float[] place, float certainty, float[] objectness) {
    rows[size] = row;
    int at = size * NUMBERS;
    System.arraycopy(place, 0, values, at, CERTAINTY);
    values[at + CERTAINTY] = certainty;
    values[at + OBJECTNESS] = objectness[0];
    values[at + BY_OVERLAP] = objectness[1];
    size++;
  }

  private void grow() {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      scores = Arrays.copyOf(scores, 2 * size * classes);
      values = Arrays.copyOf(values, 2 * size * NUMBERS);
    }
  }

  int size() {
    return size;
  }

  long[] rows() {
    return Arrays.copyOf(rows, size);
  }

  /** The scores of the classes, row by row. */
  float[] scores() {
    return Arrays.copyOf(scores, size * classes);
  }

  float[] numbers() {
    return Arrays.copyOf(values, size * NUMBERS);
  }
}
