package io.vedette.inference.reading;

import io.vedette.geometry.Size;

/** The coding of a box by its middle and size, or by its corners. */
public enum PlainBox implements BoxCoding {
  /** cx, cy, width, height in pixels. */
  CENTRE(true, false, false),
  /** cx, cy, width, height, 0–1. */
  RELATIVE_CENTRE(true, true, false),
  /** Left, top, right, bottom in pixels. */
  CORNERS(false, false, false),
  /** Left, top, right, bottom, 0–1. */
  RELATIVE_CORNERS(false, true, false),
  /** Top, left, bottom, right, 0–1. */
  RELATIVE_YX(false, true, true);

  private final boolean isCentre;
  private final boolean isRelative;
  private final boolean isSwapped;

  PlainBox(boolean isCentre, boolean isRelative, boolean isSwapped) {
    this.isCentre = isCentre;
    this.isRelative = isRelative;
    this.isSwapped = isSwapped;
  }

  @Override
  public void corners(View numbers, int point, Size size, float[] corners) {
    int x = isSwapped ? 1 : 0;
    float wide = isRelative ? size.width() : 1;
    float high = isRelative ? size.height() : 1;
    corners[0] = numbers.at(point, x) * wide;
    corners[1] = numbers.at(point, 1 - x) * high;
    corners[2] = numbers.at(point, 2 + x) * wide;
    corners[3] = numbers.at(point, 3 - x) * high;
    if (isCentre) {
      around(corners);
    }
  }

  /** Converts a box from middle and size to corners, in place. */
  private static void around(float[] box) {
    float halfWidth = box[2] / 2;
    float halfHeight = box[3] / 2;
    box[2] = box[0] + halfWidth;
    box[3] = box[1] + halfHeight;
    box[0] -= halfWidth;
    box[1] -= halfHeight;
  }

  @Override
  public String nodes(TailGraph graph, String numbers) {
    String ordered = isSwapped ? graph.gather(numbers, 1, 0, 3, 2) : numbers;
    float wide = graph.size().width();
    float high = graph.size().height();
    String scaled =
        isRelative ? graph.binary("Mul", ordered, graph.row(wide, high, wide, high)) : ordered;
    if (!isCentre) {
      return scaled;
    }
    String middle = graph.slice(scaled, 0, 2);
    String half = graph.binary("Mul", graph.slice(scaled, 2, 4), graph.row(0.5f, 0.5f));
    return graph.concat(graph.binary("Sub", middle, half), graph.binary("Add", middle, half));
  }
}
