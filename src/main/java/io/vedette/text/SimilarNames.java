package io.vedette.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The search for the known name that is nearest to a misspelled one. */
public final class SimilarNames {
  /**
   * The longest name that is compared: longer ones are not misspelled, and comparing them takes
   * long.
   */
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

  /**
   * The least number of edits from one text to the other: insertions, deletions, replacements, and
   * swaps of neighbours, which are the most frequent slips.
   */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : least(edits, i, j, from, to);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int least(int[][] edits, int i, int j, String from, String to) {
    boolean isSame = from.charAt(i - 1) == to.charAt(j - 1);
    int least =
        Math.min(
            edits[i - 1][j - 1] + (isSame ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean isSwapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return isSwapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
