package io.vedette.model.augment;

/**
 * A map of the plane that keeps lines straight and parallel: {@code (a x + b y + c, d x + e y +
 * f)}. Immutable.
 */
record Affine(double a, double b, double c, double d, double e, double f) {
  static Affine scale(double x, double y) {
    return new Affine(x, 0, 0, 0, y, 0);
  }

  static Affine move(double x, double y) {
    return new Affine(1, 0, x, 0, 1, y);
  }

  static Affine turn(double degrees) {
    double sin = Math.sin(Math.toRadians(degrees));
    double cos = Math.cos(Math.toRadians(degrees));
    return new Affine(cos, -sin, 0, sin, cos, 0);
  }

  /** First this, then the other. */
  Affine then(Affine next) {
    return new Affine(
        next.a * a + next.b * d,
        next.a * b + next.b * e,
        next.a * c + next.b * f + next.c,
        next.d * a + next.e * d,
        next.d * b + next.e * e,
        next.d * c + next.e * f + next.f);
  }

  Affine inverse() {
    double determinant = a * e - b * d;
    return new Affine(
        e / determinant,
        -b / determinant,
        (b * f - c * e) / determinant,
        -d / determinant,
        a / determinant,
        (c * d - a * f) / determinant);
  }

  double x(double x, double y) {
    return a * x + b * y + c;
  }

  double y(double x, double y) {
    return d * x + e * y + f;
  }
}
