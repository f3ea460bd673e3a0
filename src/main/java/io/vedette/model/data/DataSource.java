package io.vedette.model.data;

import io.vedette.text.NumberWords;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One data set of a mix. Immutable.
 *
 * @param name in its figures, which distinguishes it from other sets
 * @param place YOLO folders, a zip of them or a {@code data.yaml}; a folder of pictures where it is
 *     not labelled
 * @param labels a folder or a zip with {@code labels/…} that count in place of the set's own, and
 *     maybe {@code left-out.txt}, which lists pictures not to train with; null leaves all as it is
 * @param weight how often its pictures are shown in training, 1 as often as those of other sets
 * @param isLabelled whether labels say what is in its pictures; else only a teacher does
 */
public record DataSource(
    String name, Path place, @Nullable Path labels, double weight, boolean isLabelled) {
  /** A picture is shown so often in a round at most. */
  public static final double MOST_WEIGHT = 100;

  public DataSource {
    if (!(weight > 0 && weight <= MOST_WEIGHT)) {
      throw new IllegalArgumentException(
          "weight of %s: expected more than 0 and at most %.0f, found %s"
              .formatted(name, MOST_WEIGHT, NumberWords.of(weight)));
    }
  }

  /** Labelled pictures as they are, called by their file's name without its ending. */
  public static DataSource of(Path place) {
    return new DataSource(nameOf(place), place, null, 1, true);
  }

  /** The name of a set that nobody has named. */
  public static String nameOf(Path place) {
    Path file = place.getFileName();
    return file == null ? "data" : file.toString().replaceFirst("(?i)\\.(zip|ya?ml)$", "");
  }
}
