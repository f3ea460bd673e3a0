package io.vedette.model.data;

import io.vedette.text.NumberWords;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The data sets of a training or a measurement, read as one. The first defines the classes; those
 * of the others are matched by name. Immutable.
 *
 * @param sources in the order they are read in, at least one
 * @param omitted first words of names of pictures that are left out, as {@code voc} of {@code
 *     voc_0017.jpg}
 * @param widened by first word, the factor by which pictures that were squeezed before they were
 *     stored are widened: in training, half of the times that they are shown
 */
public record DataMix(List<DataSource> sources, List<String> omitted, Map<String, Double> widened) {
  private static final double MOST_WIDENING = 4;

  public DataMix {
    sources = List.copyOf(sources);
    omitted = List.copyOf(omitted);
    widened = Collections.unmodifiableMap(new TreeMap<>(widened));
    Set<String> names = new HashSet<>();
    for (DataSource source : sources) {
      if (!names.add(source.name())) {
        throw new IllegalArgumentException(
            "expected each data set's name once, found %s twice; give another as NAME=PLACE"
                .formatted(source.name()));
      }
    }
    widened.forEach(DataMix::check);
  }

  private static void check(String word, double factor) {
    if (!(factor >= 1 / MOST_WIDENING && factor <= MOST_WIDENING)) {
      throw new IllegalArgumentException(
          "widening of %s: expected %s–%s, found %s"
              .formatted(
                  word,
                  NumberWords.of(1 / MOST_WIDENING),
                  NumberWords.of(MOST_WIDENING),
                  NumberWords.of(factor)));
    }
  }

  /** One set as it is. */
  public static DataMix of(Path place) {
    return new DataMix(List.of(DataSource.of(place)), List.of(), Map.of());
  }

  /** The frequency and the shapes in which pictures of a source with this first word are shown. */
  Showing showing(DataSource source, String word) {
    return new Showing(source.weight(), widened.getOrDefault(word, 1.0), source.isLabelled());
  }

  /**
   * The first word of a picture's name: all letters and digits before something else.
   *
   * @param name maybe with folders before it
   */
  static String firstWord(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.replaceFirst("[^\\p{L}\\p{N}].*$", "");
  }
}
