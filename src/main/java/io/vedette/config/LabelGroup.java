package io.vedette.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Labels that detectors confuse, written as {@code car/truck/bus}. Immutable.
 *
 * @param labels at least two, in the order they were written
 */
public record LabelGroup(Set<String> labels) {
  private static final String EXPECTED = "expected two labels or more, as car/truck/bus";

  public LabelGroup {
    if (labels.size() < 2) {
      throw new IllegalArgumentException(EXPECTED);
    }
    labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
  }

  public static LabelGroup parse(String text) {
    List<String> labels = Arrays.stream(text.split("/", -1)).map(String::strip).toList();
    if (labels.contains("")) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new LabelGroup(new LinkedHashSet<>(labels));
  }

  /** Whether two labels are equal or in the same one of several groups. */
  public static boolean areAlike(List<LabelGroup> groups, String label, String other) {
    return label.equals(other)
        || groups.stream()
            .anyMatch(group -> group.labels.contains(label) && group.labels.contains(other));
  }

  @Override
  public String toString() {
    return String.join("/", labels);
  }
}
