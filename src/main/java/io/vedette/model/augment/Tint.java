package io.vedette.model.augment;

import java.util.SplittableRandom;

/**
 * A change of hue, saturation and brightness as one matrix on RGB, which turns colours about the
 * grey axis. Immutable.
 */
final class Tint {
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  /** Fixed point with so many bits after the point. */
  private static final int BITS = 12;

  private static final int HALF = 1 << (BITS - 1);

  private final int[] matrix;

  private Tint(int[] matrix) {
    this.matrix = matrix;
  }

  static Tint of(Augmentation augmentation, SplittableRandom random) {
    double turn = 2 * Math.PI * augmentation.hue() * around(random);
    double saturation = 1 + augmentation.saturation() * around(random);
    double value = 1 + augmentation.value() * around(random);
    return of(turn, saturation, value);
  }

  /** The tint of a turn in radians and of factors. */
  static Tint of(double turn, double saturation, double value) {
    double cos = Math.cos(turn);
    double third = (1 - cos) / 3;
    double skew = Math.sin(turn) / Math.sqrt(3);
    double[][] hue = {
      {cos + third, third - skew, third + skew},
      {third + skew, cos + third, third - skew},
      {third - skew, third + skew, cos + third}
    };
    double[] grey = {RED, GREEN, BLUE};
    int[] matrix = new int[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        double mixed = saturation * hue[row][column] + (1 - saturation) * grey[column];
        matrix[3 * row + column] = (int) Math.round(value * mixed * (1 << BITS));
      }
    }
    return new Tint(matrix);
  }

  /** Changes one pixel in place. */
  void apply(byte[] rgb, int at) {
    int r = rgb[at] & 0xFF;
    int g = rgb[at + 1] & 0xFF;
    int b = rgb[at + 2] & 0xFF;
    rgb[at] = clamp(matrix[0] * r + matrix[1] * g + matrix[2] * b);
    rgb[at + 1] = clamp(matrix[3] * r + matrix[4] * g + matrix[5] * b);
    rgb[at + 2] = clamp(matrix[6] * r + matrix[7] * g + matrix[8] * b);
  }

  private static byte clamp(int fixed) {
    return (byte) Math.max(0, Math.min(255, (fixed + HALF) >> BITS));
  }

  private static double around(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }
}
