package io.vedette.onnx;

/** IEEE 754's 16-bit floating point numbers. */
public final class Half {
  private static final float LARGEST = 65504;
  private static final int MANTISSA = 10;

  private Half() {}

  /** The nearest half to a number, ties to even; what is too large becomes the largest. */
  public static short of(float value) {
    float bounded = Math.max(-LARGEST, Math.min(LARGEST, value));
    int bits = Float.floatToIntBits(Math.abs(bounded));
    int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
    int exponent = (bits >>> 23) - 127;
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    }
    if (exponent < -25) {
      return (short) sign;
    }
    long significand = (bits & 0x7FFFFF) | 0x800000;
    int shift = exponent < -14 ? 13 - 14 - exponent : 13;
    long rounded = roundedShift(significand, shift);
    long biased = exponent < -14 ? 0 : exponent + 14;
    return (short) (sign | (int) ((biased << MANTISSA) + rounded));
  }

  /** A significand with its leading 1, shifted right and rounded to the nearest even. */
  private static long roundedShift(long significand, int shift) {
    long floor = significand >>> shift;
    long rest = significand & ((1L << shift) - 1);
    long half = 1L << (shift - 1);
    boolean up = rest > half || (rest == half && (floor & 1) == 1);
    return up ? floor + 1 : floor;
  }

  /** The number that a half stands for. */
  public static float toFloat(short half) {
    int exponent = (half >>> MANTISSA) & 0x1F;
    int mantissa = half & 0x3FF;
    float magnitude =
        exponent == 0
            ? mantissa * 0x1p-24f
            : exponent == 0x1F
                ? mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN
                : (1 + mantissa * 0x1p-10f) * Math.scalb(1f, exponent - 15);
    return half < 0 ? -magnitude : magnitude;
  }
}
