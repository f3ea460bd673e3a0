package io.vedette.model.data;

import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The pictures that a mix leaves out by the beginning of their names, counted, so that a word
 * without any picture is reported. Confined to one thread.
 */
final class OmittedWords {
  private final DataMix mix;
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final SortedSet<String> words = new TreeSet<>();

  OmittedWords(DataMix mix) {
    this.mix = mix;
    mix.omitted().forEach(word -> counts.put(word, 0));
  }

  DataMix mix() {
    return mix;
  }

  /** Whether a picture is left out; to be asked once for each. */
  boolean has(String word) {
    words.add(word);
    return counts.computeIfPresent(word, (key, count) -> count + 1) != null;
  }

  /**
   * Notes how many were left out.
   *
   * @throws Failure of action STOP when a word is of no picture
   */
  void finish(List<LeftOut> notes) {
    counts.keySet().forEach(word -> require("--leave-out", word));
    mix.widened().keySet().forEach(word -> require("--widen", word));
    counts.forEach(
        (word, count) -> notes.add(new LeftOut(word, Count.pictures(count) + ", as asked")));
  }

  private void require(String option, String word) {
    if (!words.contains(word)) {
      throw Failure.stop(
          "%s %s: no picture's name begins with it; found %s"
              .formatted(option, word, String.join(", ", words.stream().limit(40).toList())));
    }
  }
}
