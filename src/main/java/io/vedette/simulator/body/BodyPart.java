package io.vedette.simulator.body;

import java.awt.Color;
import java.util.List;

/** A drawable piece of a body. Immutable. */
public sealed interface BodyPart {
  /** The place of the piece when pieces are sorted by distance. */
  Vector centre();

  /** The piece of a body that stands elsewhere. */
  BodyPart at(Pose pose);

  /**
   * A flat polygon seen from one side.
   *
   * @param outward unit normal of the visible side
   * @param bias metres by which it counts as nearer than its centre, so that lamps and windows come
   *     before the plate they sit on
   */
  record Facet(List<Vector> corners, Vector outward, Color color, double bias) implements BodyPart {
    public Facet {
      corners = List.copyOf(corners);
    }

    @Override
    public Vector centre() {
      Vector sum = new Vector(0, 0, 0);
      for (Vector corner : corners) {
        sum = sum.plus(corner);
      }
      return sum.times(1.0 / corners.size());
    }

    @Override
    public Facet at(Pose pose) {
      return new Facet(corners.stream().map(pose::place).toList(), pose.turn(outward), color, bias);
    }
  }

  /** A round bar with round ends: an arm, a leg; a ball where both ends are one point. */
  record Limb(Vector from, Vector to, double radius, Color color) implements BodyPart {
    @Override
    public Vector centre() {
      return from.plus(to).times(0.5);
    }

    @Override
    public Limb at(Pose pose) {
      return new Limb(pose.place(from), pose.place(to), radius, color);
    }
  }
}
