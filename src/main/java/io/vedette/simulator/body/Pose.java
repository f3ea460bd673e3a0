package io.vedette.simulator.body;

/**
 * The place and direction of a body, and the distance that it has walked. Immutable.
 *
 * <p>A body's own space: x forward, y to its left, z up, origin on the ground below its middle.
 *
 * @param x across the street, metres
 * @param y along the street, metres
 * @param heading radians from the street's x axis, counter-clockwise seen from above
 * @param walked metres since the start of the path; drives the gait
 * @param moving whether it is under way
 */
public record Pose(double x, double y, double heading, double walked, boolean moving) {
  /** A point of the body's own space in the street's. */
  public Vector place(Vector own) {
    Vector turned = turn(own);
    return new Vector(turned.x() + x, turned.y() + y, turned.z());
  }

  /** A direction of the body's own space in the street's. */
  Vector turn(Vector own) {
    double sin = Math.sin(heading);
    double cos = Math.cos(heading);
    return new Vector(own.x() * cos - own.y() * sin, own.x() * sin + own.y() * cos, own.z());
  }
}
