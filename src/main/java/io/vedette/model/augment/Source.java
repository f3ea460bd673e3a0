package io.vedette.model.augment;

/**
 * The pixels of a labelled picture, decoded and maybe shrunk.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb uint8 {@code [height, width, 3]}; its own
 */
@SuppressWarnings("ArrayRecordComponent")
record Source(int width, int height, byte[] rgb) {
  private static final int COLOURS = 3;

  /** Fixed point with so many bits after the point. */
  private static final int BITS = 8;

  private static final int ONE = 1 << BITS;
  private static final int HALF = 1 << (2 * BITS - 1);

  /**
   * Writes the colour at a place between pixels; false when it is outside.
   *
   * @param x of pixel centres, from 0
   * @param y of pixel centres, from 0
   */
  boolean sample(double x, double y, byte[] out, int at) {
    if (x < -0.5 || y < -0.5 || x >= width - 0.5 || y >= height - 0.5) {
      return false;
    }
    double insideX = Math.max(0, Math.min(width - 1, x));
    double insideY = Math.max(0, Math.min(height - 1, y));
    int left = (int) insideX;
    int top = (int) insideY;
    int right = left + 1 < width ? COLOURS : 0;
    int below = top + 1 < height ? width * COLOURS : 0;
    int shareX = (int) ((insideX - left) * ONE);
    int shareY = (int) ((insideY - top) * ONE);
    int from = (top * width + left) * COLOURS;
    for (int colour = 0; colour < COLOURS; colour++, from++) {
      int upper = mix(rgb[from] & 0xFF, rgb[from + right] & 0xFF, shareX);
      int lower = mix(rgb[from + below] & 0xFF, rgb[from + below + right] & 0xFF, shareX);
      out[at + colour] = (byte) ((mix(upper, lower, shareY) + HALF) >> (2 * BITS));
    }
    return true;
  }

  private static int mix(int a, int b, int share) {
    return a * (ONE - share) + b * share;
  }
}
