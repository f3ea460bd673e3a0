package io.vedette.model.loss;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The targets that teachers give for the rows of a map: with one teacher the best score of each
 * class, with several the sum by their shares; the box is that of the highest score. Confined to
 * one thread.
 */
final class TaughtRows {
  private static final class Row {
    private final float[] sums;
    private final float[] now;
    private float[] place = new float[0];
    private float best = -1;

    private Row(int classes) {
      sums = new float[classes];
      now = new float[classes];
    }
  }

  private final int classes;
  private final Map<Integer, Row> rows = new LinkedHashMap<>();

  TaughtRows(int classes) {
    this.classes = classes;
  }

  /**
   * Takes in what the present teacher says of one row.
   *
   * @param place the box and the anchor, as {@link Matches} has them
   */
  void add(int row, float[] scores, float[] place) {
    Row known = rows.computeIfAbsent(row, key -> new Row(classes));
    float best = 0;
    for (int label = 0; label < classes; label++) {
      known.now[label] = Math.max(known.now[label], scores[label]);
      best = Math.max(best, scores[label]);
    }
    if (!(best <= known.best)) {
      known.best = best;
      known.place = place;
    }
  }

  /** Counts what the present teacher said; the next one begins. */
  void endTeacher(float share) {
    for (Row row : rows.values()) {
      for (int label = 0; label < classes; label++) {
        row.sums[label] += share * row.now[label];
        row.now[label] = 0;
      }
    }
  }

  /** Adds the rows that no label is for. */
  void addTo(Matches matches) {
    rows.forEach(
        (row, taught) -> {
          if (!matches.isLabelled(row) && taught.place.length > 0) {
            matches.addTaught(row, taught.sums, taught.place);
          }
        });
  }
}
