package io.vedette.simulator.body;

/**
 * A point or direction in the street's space, in metres: x across the street, y along it, z up.
 * Immutable.
 */
public record Vector(double x, double y, double z) {
  public Vector plus(Vector other) {
    return new Vector(x + other.x, y + other.y, z + other.z);
  }

  public Vector minus(Vector other) {
    return new Vector(x - other.x, y - other.y, z - other.z);
  }

  public Vector times(double factor) {
    return new Vector(x * factor, y * factor, z * factor);
  }

  public double dot(Vector other) {
    return x * other.x + y * other.y + z * other.z;
  }

  public double length() {
    return Math.sqrt(dot(this));
  }

  public Vector unit() {
    double length = length();
    return length == 0 ? this : times(1 / length);
  }
}
