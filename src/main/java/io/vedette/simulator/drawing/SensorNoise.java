package io.vedette.simulator.drawing;

import java.util.Random;

/** The camera's sensor noise, the same for the same seed and frame. Immutable. */
public final class SensorNoise {
  private static final int TABLE = 1 << 16;
  private static final double SIGMA = 2.2;

  private final byte[] table = new byte[TABLE];
  private final long seed;

  public SensorNoise(long seed) {
    this.seed = seed;
    Random random = new Random(seed ^ 0x5DEECE66DL);
    for (int i = 0; i < TABLE; i++) {
      table[i] = (byte) Math.round(SIGMA * random.nextGaussian());
    }
  }

  /** Adds one frame's noise to RGB pixels; the table's length is no multiple of a row's. */
  public void add(int[] rgb, long frameNumber) {
    int offset = new Random(seed + 31 * frameNumber).nextInt(TABLE);
    for (int i = 0; i < rgb.length; i++) {
      int bump = table[(offset + i + (i >>> 16) * 7919) & (TABLE - 1)];
      int pixel = rgb[i];
      rgb[i] =
          (clamp(((pixel >> 16) & 255) + bump) << 16)
              | (clamp(((pixel >> 8) & 255) + bump) << 8)
              | clamp((pixel & 255) + bump);
    }
  }

  private static int clamp(int value) {
    return value < 0 ? 0 : Math.min(value, 255);
  }
}
