package io.vedette.geometry;

import java.util.List;

/**
 * A closed polygon in parts of the picture. Immutable.
 *
 * <p>A point is inside when a ray from it crosses the border an odd number of times, so that a
 * polygon that crosses itself is well defined. Points on the border belong to one side only: of two
 * polygons with a common edge, each point of the edge is in exactly one.
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
      inside ^= isRightOfPoint(from, to, point);
      from = to;
    }
    return inside;
  }

  /** Whether all corners lie on one line, so that nothing is inside. */
  public boolean isFlat() {
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
