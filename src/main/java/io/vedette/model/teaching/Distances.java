package io.vedette.model.teaching;

/**
 * Boxes told by how far their left, top, right and bottom sides are from a point, each as a
 * distribution over 0, 1, 2 … strides.
 */
final class Distances {
  private static final int SIDES = 4;

  private Distances() {}

  /** Numbers by index. */
  interface Numbers {
    float at(int index);
  }

  /**
   * The box around a point.
   *
   * @param x of the point in pixels
   * @param y of the point in pixels
   * @param bins of a side
   * @param numbers before the softmax, side by side
   * @return cx, cy, width, height
   */
  static float[] box(float x, float y, int stride, int bins, Numbers numbers) {
    float[] sides = new float[SIDES];
    for (int side = 0; side < SIDES; side++) {
      sides[side] = stride * expectation(side * bins, bins, numbers);
    }
    return new float[] {
      x + (sides[2] - sides[0]) / 2,
      y + (sides[3] - sides[1]) / 2,
      sides[0] + sides[2],
      sides[1] + sides[3]
    };
  }

  private static float expectation(int from, int bins, Numbers numbers) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < bins; i++) {
      highest = Math.max(highest, numbers.at(from + i));
    }
    double sum = 0;
    double weighed = 0;
    for (int i = 0; i < bins; i++) {
      double part = Math.exp(numbers.at(from + i) - highest);
      sum += part;
      weighed += i * part;
    }
    return (float) (weighed / sum);
  }
}
