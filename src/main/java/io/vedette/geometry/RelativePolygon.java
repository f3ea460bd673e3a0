package io.vedette.geometry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A closed polygon in parts of the picture. Immutable.
 *
 * <p>A point is inside when it is on the border or a ray from it crosses the border an odd number
 * of times: a polygon that crosses itself is well defined, and one up to the picture's edge also
 * holds what stands on the edge, as every object does that the picture cuts off.
 */
public record RelativePolygon(List<RelativePoint> corners) {
  private static final int LEAST_CORNERS = 3;

  public RelativePolygon {
    corners = List.copyOf(corners);
    if (corners.size() < LEAST_CORNERS) {
      throw new IllegalArgumentException(
          "expected a polygon of at least 3 corners, found " + corners.size());
    }
  }

  /** Written as {@code x,y x,y x,y …}. */
  public static RelativePolygon parse(String text) {
    return new RelativePolygon(RelativePoint.parseAll(text));
  }

  public boolean contains(RelativePoint point) {
    boolean inside = false;
    RelativePoint from = corners.get(corners.size() - 1);
    for (RelativePoint to : corners) {
      if (isOnEdge(from, to, point)) {
        return true;
      }
      inside ^= isRightOfPoint(from, to, point);
      from = to;
    }
    return inside;
  }

  /**
   * Whether nothing is inside: all corners lie on one line, or the outline passes each edge an even
   * number of times.
   */
  public boolean isFlat() {
    return isStraight() || oddEdges().isEmpty();
  }

  private boolean isStraight() {
    RelativePoint first = corners.get(0);
    RelativePoint second = first;
    for (RelativePoint corner : corners) {
      if (second.equals(first)) {
        second = corner;
      } else if (Turn.of(first, second, corner) != 0) {
        return false;
      }
    }
    return true;
  }

  private Set<Set<RelativePoint>> oddEdges() {
    Set<Set<RelativePoint>> odd = new HashSet<>();
    RelativePoint from = corners.get(corners.size() - 1);
    for (RelativePoint to : corners) {
      Set<RelativePoint> edge = new HashSet<>(List.of(from, to));
      if (edge.size() > 1 && !odd.add(edge)) {
        odd.remove(edge);
      }
      from = to;
    }
    return odd;
  }

  private static boolean isOnEdge(RelativePoint a, RelativePoint b, RelativePoint point) {
    return isBetween(a.x(), b.x(), point.x())
        && isBetween(a.y(), b.y(), point.y())
        && Turn.of(a, b, point) == 0;
  }

  private static boolean isBetween(double a, double b, double value) {
    return Math.min(a, b) <= value && value <= Math.max(a, b);
  }

  /**
   * Whether a ray to the right of the point crosses the edge; each edge owns its upper end only.
   */
  private static boolean isRightOfPoint(RelativePoint a, RelativePoint b, RelativePoint point) {
    if (a.y() > point.y() == b.y() > point.y()) {
      return false;
    }
    RelativePoint upper = a.y() < b.y() ? a : b;
    RelativePoint lower = a.y() < b.y() ? b : a;
    return Turn.of(upper, lower, point) > 0;
  }
}
