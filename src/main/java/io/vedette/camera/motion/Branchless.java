package io.vedette.camera.motion;

/**
 * Minimum and maximum without a branch or a conditional move, so that Java's compiler makes vector
 * instructions of loops with them. Numbers lie within ±2³⁰.
 */
final class Branchless {
  private static final int SIGN = Integer.SIZE - 1;

  private Branchless() {}

  static int min(int a, int b) {
    return b + ((a - b) & ((a - b) >> SIGN));
  }

  static int max(int a, int b) {
    return a - ((a - b) & ((a - b) >> SIGN));
  }

  /** All bits set if a is less than b, else 0. */
  static int isLess(int a, int b) {
    return (a - b) >> SIGN;
  }
}
