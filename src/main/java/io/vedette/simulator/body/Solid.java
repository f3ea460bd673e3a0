package io.vedette.simulator.body;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * The builder of bodies from frusta, plates and wheels in the body's own space. Confined to its
 * owner's thread.
 */
final class Solid {
  private static final int WHEEL_CORNERS = 14;
  private static final Color TYRE = new Color(24, 24, 26);
  private static final Color HUB = new Color(150, 152, 155);

  private final List<BodyPart> parts = new ArrayList<>();

  /**
   * A level rectangle.
   *
   * @param rear smallest x
   * @param front largest x
   * @param halfWidth largest y; the smallest is its opposite
   * @param z height above the ground
   */
  record Level(double rear, double front, double halfWidth, double z) {
    Vector corner(boolean atFront, boolean atLeft) {
      return new Vector(atFront ? front : rear, atLeft ? halfWidth : -halfWidth, z);
    }

    private Vector middle() {
      return new Vector((rear + front) / 2, 0, z);
    }
  }

  List<BodyPart> parts() {
    return List.copyOf(parts);
  }

  /** The solid between two levels: four sides and the top. */
  Solid frustum(Level bottom, Level top, Color color) {
    Vector middle = bottom.middle().plus(top.middle()).times(0.5);
    sides(bottom, top).forEach(corners -> add(corners, middle, color, 0));
    add(
        List.of(
            top.corner(true, true),
            top.corner(false, true),
            top.corner(false, false),
            top.corner(true, false)),
        middle,
        color,
        0);
    return this;
  }

  /** Panes in the four sides between two levels, each {@code inset} of its size from the edges. */
  Solid glazing(Level bottom, Level top, double inset, Color color) {
    Vector middle = bottom.middle().plus(top.middle()).times(0.5);
    for (List<Vector> side : sides(bottom, top)) {
      Vector centre = mean(side);
      List<Vector> pane = side.stream().map(c -> c.plus(centre.minus(c).times(inset))).toList();
      add(pane, middle, color, 0.9);
    }
    return this;
  }

  /** An upright plate across the body: a lamp, a grille, a windscreen. */
  Solid across(double x, double fromY, double toY, double[] z, Color color) {
    add(
        List.of(
            new Vector(x, fromY, z[0]),
            new Vector(x, toY, z[0]),
            new Vector(x, toY, z[1]),
            new Vector(x, fromY, z[1])),
        new Vector(0, (fromY + toY) / 2, (z[0] + z[1]) / 2),
        color,
        1);
    return this;
  }

  /** An upright plate along both sides of the body: windows, stripes. */
  Solid along(double halfWidth, double fromX, double toX, double[] z, Color color) {
    for (int side = -1; side <= 1; side += 2) {
      double y = side * halfWidth;
      add(
          List.of(
              new Vector(fromX, y, z[0]),
              new Vector(toX, y, z[0]),
              new Vector(toX, y, z[1]),
              new Vector(fromX, y, z[1])),
          new Vector((fromX + toX) / 2, 0, (z[0] + z[1]) / 2),
          color,
          1 + Math.abs(fromX + toX) / 2);
    }
    return this;
  }

  /** A pair of wheels on one axle. */
  Solid axle(double x, double halfWidth, double radius) {
    for (int side = -1; side <= 1; side += 2) {
      disc(new Vector(x, side * halfWidth, radius), radius, side, TYRE);
      disc(new Vector(x, side * (halfWidth + 0.01), radius), radius * 0.62, side, HUB);
    }
    return this;
  }

  Solid limb(Vector from, Vector to, double radius, Color color) {
    parts.add(new BodyPart.Limb(from, to, radius, color));
    return this;
  }

  private void disc(Vector centre, double radius, int side, Color color) {
    List<Vector> corners = new ArrayList<>(WHEEL_CORNERS);
    for (int i = 0; i < WHEEL_CORNERS; i++) {
      double angle = 2 * Math.PI * i / WHEEL_CORNERS;
      corners.add(centre.plus(new Vector(radius * Math.cos(angle), 0, radius * Math.sin(angle))));
    }
    double bias = color.equals(TYRE) ? 1.1 : 1.15;
    parts.add(new BodyPart.Facet(corners, new Vector(0, side, 0), color, bias));
  }

  private static List<List<Vector>> sides(Level bottom, Level top) {
    List<List<Vector>> sides = new ArrayList<>(4);
    boolean[][] round = {{true, true}, {false, true}, {false, false}, {true, false}};
    for (int i = 0; i < 4; i++) {
      boolean[] from = round[i];
      boolean[] to = round[(i + 1) % 4];
      sides.add(
          List.of(
              bottom.corner(from[0], from[1]),
              bottom.corner(to[0], to[1]),
              top.corner(to[0], to[1]),
              top.corner(from[0], from[1])));
    }
    return sides;
  }

  private void add(List<Vector> corners, Vector inside, Color color, double bias) {
    Vector a = corners.get(1).minus(corners.get(0));
    Vector b = corners.get(2).minus(corners.get(0));
    Vector normal =
        new Vector(
                a.y() * b.z() - a.z() * b.y(),
                a.z() * b.x() - a.x() * b.z(),
                a.x() * b.y() - a.y() * b.x())
            .unit();
    boolean outwards = normal.dot(mean(corners).minus(inside)) >= 0;
    parts.add(new BodyPart.Facet(corners, outwards ? normal : normal.times(-1), color, bias));
  }

  private static Vector mean(List<Vector> points) {
    Vector sum = new Vector(0, 0, 0);
    for (Vector point : points) {
      sum = sum.plus(point);
    }
    return sum.times(1.0 / points.size());
  }
}
