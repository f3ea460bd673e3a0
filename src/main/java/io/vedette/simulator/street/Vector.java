package io.vedette.simulator.street;

/**
 * A point or direction in the street's space, in metres: x across the street, y along it, z up.
 * Immutable.
 */
record Vector(double x, double y, double z) {
  Vector plus(Vector other) {
    return new Vector(x + other.x, y + other.y, z + other.z);
  }

  Vector minus(Vector other) {
    return new Vector(x - other.x, y - other.y, z - other.z);
  }

  Vector times(double factor) {
    return new Vector(x * factor, y * factor, z * factor);
  }

  double dot(Vector other) {
    return x * other.x + y * other.y + z * other.z;
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  Vector unit() {
    double length = length();
    return length == 0 ? this : times(1 / length);
  }
}
