package io.vedette.model.report;

import java.util.List;

/**
 * A line of a chart. Immutable.
 *
 * @param name for the legend
 * @param x of each point
 * @param y of each point; NaN leaves a gap
 */
public record Series(String name, List<Double> x, List<Double> y) {
  public Series {
    x = List.copyOf(x);
    y = List.copyOf(y);
    if (x.size() != y.size()) {
      throw new IllegalArgumentException(
          name + ": expected as many x as y, found " + x.size() + " and " + y.size());
    }
  }
}
