package io.vedette.ops;

import io.vedette.text.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of a coverage event. Immutable. */
final class CoverageWords {
  private static final String DROPPED = "dropped.";
  private static final List<String> DONE = List.of("captured", "inferred", "shrunk");

  private CoverageWords() {}

  /**
   * The text of counts by name, as {@code 598 frames captured, 596 inferred, 2 dropped (2 stale)}.
   */
  static String of(Map<String, Long> counts) {
    List<String> parts = new ArrayList<>();
    for (String done : DONE) {
      add(parts, counts.getOrDefault(done, 0L), done);
    }
    Map<String, Long> dropped = new TreeMap<>(counts);
    dropped.entrySet().removeIf(entry -> !isDrop(entry.getKey()) || entry.getValue() == 0);
    String reasons =
        dropped.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey().substring(DROPPED.length()))
            .collect(Collectors.joining(", "));
    long sum = dropped.values().stream().mapToLong(Long::longValue).sum();
    add(parts, sum, "dropped (" + reasons + ")");
    return parts.isEmpty() ? "no frames" : String.join(", ", parts);
  }

  private static boolean isDrop(String name) {
    return name.startsWith(DROPPED);
  }

  /** Adds a part; the first one names the unit. */
  private static void add(List<String> parts, long frames, String what) {
    if (frames > 0) {
      String number = parts.isEmpty() ? Count.frames(frames) : Long.toString(frames);
      parts.add(number + " " + what);
    }
  }
}
