package io.vedette.inference.reading;

import io.vedette.geometry.Size;

/** The coding of a box in numbers. */
public interface BoxCoding {
  /**
   * The box of a place.
   *
   * @param numbers its row
   * @param point its number
   * @param size the size of the model's input
   * @param corners gets left, top, right and bottom in pixels of the model's input
   */
  void corners(View numbers, int point, Size size, float[] corners);

  /** Like {@link #corners} as operations: {@code [pictures, boxes, 4]} of corners in pixels. */
  String nodes(TailGraph graph, String numbers);
}
