package io.vedette.simulator.drawing;

import io.vedette.simulator.body.Vector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The convex hull of points on the ground. */
final class Hull {
  private Hull() {}

  /** The hull's corners, counter-clockwise (Andrew's monotone chain). */
  static List<Vector> around(List<Vector> points) {
    List<Vector> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(Vector::x).thenComparingDouble(Vector::y));
    List<Vector> hull = new ArrayList<>(chain(sorted));
    List<Vector> backwards = new ArrayList<>(sorted);
    Collections.reverse(backwards);
    hull.addAll(chain(backwards));
    return hull;
  }

  private static List<Vector> chain(List<Vector> sorted) {
    List<Vector> chain = new ArrayList<>();
    for (Vector point : sorted) {
      while (chain.size() >= 2
          && turn(chain.get(chain.size() - 2), chain.get(chain.size() - 1), point) <= 0) {
        chain.remove(chain.size() - 1);
      }
      chain.add(point);
    }
    return chain.subList(0, chain.size() - 1);
  }

  private static double turn(Vector a, Vector b, Vector c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }
}
