package io.vedette.tracking;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The label of a track by vote: each detection votes for its label with its confidence, and older
 * votes fade. Another label wins only by a clear lead, so that one of two that alternate stays.
 * Immutable.
 *
 * @param label the one that holds
 * @param votes the votes by label, all positive
 */
public record LabelVote(String label, SortedMap<String, Double> votes) {
  /**
   * The factor by which each detection reduces earlier votes, so that about the last fifty count.
   */
  private static final double MEMORY = 0.98;

  /** The factor by which another label's votes must exceed those of the present one. */
  private static final double LEAD = 1.5;

  /** Fewer votes are forgotten. */
  private static final double LEAST = 0.01;

  public LabelVote {
    votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
  }

  /** The vote after the first detection. */
  static LabelVote of(Detection first) {
    return new LabelVote(
        first.label(), new TreeMap<>(Map.of(first.label(), Math.max(LEAST, first.confidence()))));
  }

  /** The vote after one more detection. */
  LabelVote with(Detection seen) {
    SortedMap<String, Double> counted = new TreeMap<>();
    votes.forEach((name, sum) -> counted.put(name, MEMORY * sum));
    counted.merge(seen.label(), seen.confidence(), Double::sum);
    counted.entrySet().removeIf(vote -> vote.getValue() < LEAST && !vote.getKey().equals(label));
    return new LabelVote(winner(counted), counted);
  }

  private String winner(SortedMap<String, Double> counted) {
    String winner = label;
    double most = LEAD * counted.getOrDefault(label, 0.0);
    for (Map.Entry<String, Double> vote : counted.entrySet()) {
      if (vote.getValue() > most) {
        winner = vote.getKey();
        most = vote.getValue();
      }
    }
    return winner;
  }
}
