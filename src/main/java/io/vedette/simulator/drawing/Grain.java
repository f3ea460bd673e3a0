package io.vedette.simulator.drawing;

/** Reproducible noise for surfaces and the camera's sensor. Immutable. */
public final class Grain {
  private final long seed;

  public Grain(long seed) {
    this.seed = seed;
  }

  /** A value 0–1 for a cell of a grid, the same at every call. */
  public double cell(long x, long y) {
    long mixed = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return ((mixed ^ mixed >>> 31) >>> 11) * 0x1.0p-53;
  }

  /** A smooth field 0–1 with bumps about one unit apart. */
  public double smooth(double x, double y) {
    long left = (long) Math.floor(x);
    long top = (long) Math.floor(y);
    double u = ease(x - left);
    double v = ease(y - top);
    double above = cell(left, top) * (1 - u) + cell(left + 1, top) * u;
    double below = cell(left, top + 1) * (1 - u) + cell(left + 1, top + 1) * u;
    return above * (1 - v) + below * v;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }
}
