package io.vedette.geometry;

import java.util.List;

/**
 * A directed straight line between two different points, in parts of the picture. Immutable.
 *
 * <p>Both ends belong to the line, so that a line up to the picture's edge also counts what stands
 * on the edge, as every object does that the picture cuts off.
 */
public record RelativeLine(RelativePoint start, RelativePoint end) {
  public RelativeLine {
    if (start.equals(end)) {
      throw new IllegalArgumentException(
          "expected a line between two points, found " + start.x() + "," + start.y() + " twice");
    }
  }

  /** Written as {@code x,y x,y}. */
  public static RelativeLine parse(String text) {
    List<RelativePoint> points = RelativePoint.parseAll(text);
    if (points.size() != 2) {
      throw new IllegalArgumentException(
          "expected a line as two points, found " + points.size() + " in \"" + text + "\"");
    }
    return new RelativeLine(points.get(0), points.get(1));
  }

  /**
   * 1 when the point is to the right as one looks from start to end in the picture, -1 to the left,
   * 0 exactly on the line or its extension.
   */
  public int sideOf(RelativePoint point) {
    return Turn.of(start, end, point);
  }

  /**
   * Whether a straight step from one side (or from the line itself) to strictly the other side goes
   * between start and end or through one of them.
   */
  public boolean isPassedBy(RelativePoint from, RelativePoint to) {
    int startSide = Turn.of(from, to, start);
    int endSide = Turn.of(from, to, end);
    return startSide == 0 || endSide == 0 || startSide != endSide;
  }

  /** The distance of a point from the line or its extension. */
  public double distance(RelativePoint point) {
    double dx = end.x() - start.x();
    double dy = end.y() - start.y();
    double cross = dx * (point.y() - start.y()) - dy * (point.x() - start.x());
    return Math.abs(cross) / Math.hypot(dx, dy);
  }
}
