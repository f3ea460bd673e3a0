package io.vedette.runtime;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that is nearest to a misspelled one. */
public final class SimilarNames {
  /** Longer names are no misspelled ones, and comparing them takes long. */
  private static final int LONGEST = 100;

  private SimilarNames() {}

  /**
   * The known name with the fewest edits from the given one, when that is close enough to be meant.
   */
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt((String candidate) -> edits(name, candidate)))
        .filter(candidate -> edits(name, candidate) <= limit);
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one text to the other. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[to.length()];
  }
}
