package io.vedette.scene;

import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.geometry.RelativePoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The reduction of a path to few points that keep its shape, however long it becomes. Immutable.
 */
final class Paths {
  /** The most points of a path; beyond, the point whose loss changes the shape least is removed. */
  static final int MOST = 48;

  /**
   * The least step to a new point, as a part of the picture; a shorter one only moves the last
   * point.
   */
  static final double STEP = 0.01;

  private Paths() {}

  /** The path with its present end at a point. */
  static List<PathPoint> extended(List<PathPoint> path, PathPoint end) {
    List<PathPoint> points = new ArrayList<>(path);
    int last = points.size() - 1;
    if (last >= 1 && distance(points.get(last - 1), points.get(last)) < STEP) {
      points.set(last, end);
    } else {
      points.add(end);
    }
    if (points.size() > MOST) {
      points.remove(leastNeeded(points));
    }
    return points;
  }

  /** The inner point that makes the smallest triangle with its neighbours (Visvalingam). */
  private static int leastNeeded(List<PathPoint> points) {
    int least = 1;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < points.size() - 1; i++) {
      double area =
          area(points.get(i - 1).place(), points.get(i).place(), points.get(i + 1).place());
      if (area < smallest) {
        smallest = area;
        least = i;
      }
    }
    return least;
  }

  private static double area(RelativePoint a, RelativePoint b, RelativePoint c) {
    return Math.abs((b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x())) / 2;
  }

  private static double distance(PathPoint a, PathPoint b) {
    return Math.hypot(a.place().x() - b.place().x(), a.place().y() - b.place().y());
  }
}
