package io.vedette.compare;

import java.util.List;
import java.util.Map;

/**
 * The result of comparing two runs over the same frames. Immutable.
 *
 * @param frames in both runs
 * @param onlyFirst frames that only the first run looked at
 * @param onlySecond frames that only the second run looked at
 * @param labels in alphabetical order
 * @param first the first run's latencies in ms, by stage; empty of a replay
 * @param second the second run's
 */
public record Summary(
    long frames,
    long onlyFirst,
    long onlySecond,
    List<Label> labels,
    Map<String, Percentiles> first,
    Map<String, Percentiles> second) {
  /**
   * The numbers of one label's objects.
   *
   * @param matched number of objects in both runs
   * @param lost number of objects in the first run only
   * @param added number of objects in the second run only
   * @param meanIou mean overlap of the boxes of objects in both runs
   */
  public record Label(String label, long matched, long lost, long added, double meanIou) {
    /** Objects both saw ÷ the mean of what each saw, 0–1; 1 when neither saw any. */
    public double agreement() {
      long all = 2 * matched + lost + added;
      return all == 0 ? 1 : 2.0 * matched / all;
    }
  }

  /** Half of all were no slower, and 99 of 100. */
  public record Percentiles(double p50, double p99) {}
}
