package io.vedette.model.augment;

/** A rectangle of a training picture in pixels, right and bottom not included. Immutable. */
public record Region(int left, int top, int right, int bottom) {
  /** Whether a place lies in it. */
  boolean has(double x, double y) {
    return x >= left && x < right && y >= top && y < bottom;
  }
}
