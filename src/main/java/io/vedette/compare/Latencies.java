package io.vedette.compare;

import io.vedette.event.FrameDetections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latencies of one run's records, by stage. Confined to one thread. */
final class Latencies {
  private static final double HALF = 0.5;
  private static final double MOST = 0.99;

  private final Map<String, List<Double>> stages = new LinkedHashMap<>();

  void add(FrameDetections event) {
    event
        .latencyMs()
        .forEach(
            (stage, millis) ->
                stages.computeIfAbsent(stage, name -> new ArrayList<>()).add(millis));
  }

  Map<String, Summary.Percentiles> percentiles() {
    Map<String, Summary.Percentiles> percentiles = new LinkedHashMap<>();
    stages.forEach(
        (stage, millis) -> {
          List<Double> sorted = new ArrayList<>(millis);
          Collections.sort(sorted);
          percentiles.put(stage, new Summary.Percentiles(at(sorted, HALF), at(sorted, MOST)));
        });
    return percentiles;
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }
}
