package io.vedette.clip;

import io.vedette.clip.pack.PackStore;
import io.vedette.config.DataSize;
import io.vedette.config.Setting;
import java.time.Duration;

/** The settings of the pictures that are kept around events. Immutable. */
public record ClipSettings(
    @Setting(
            value = "true",
            doc =
                "Whether pictures around tracks and alerts are kept in the data folder of the"
                    + " console.")
        boolean enabled,
    @Setting(value = "5s", doc = "How long before something happened pictures are kept.")
        Duration before,
    @Setting(value = "5s", doc = "How long after it.") Duration after,
    @Setting(
            value = "10GiB",
            doc = "Largest size of all pictures together; the oldest go first, kept clips never.")
        DataSize size,
    @Setting(value = "14d", doc = "How long pictures stay; those of kept clips until released.")
        Duration age,
    @Setting(
            value = "2GiB",
            doc = "What stays free on the disk: nothing is kept, and health says so, below it.")
        DataSize free) {
  private static final Duration LONGEST_AROUND = Duration.ofMinutes(2);
  private static final DataSize LEAST = new DataSize(64L << 20);
  private static final Duration LEAST_AGE = Duration.ofHours(1);
  private static final Duration MOST_AGE = Duration.ofDays(36_500);

  public ClipSettings {
    requireAround("before", before);
    requireAround("after", after);
    if (size.bytes() < LEAST.bytes()) {
      throw new IllegalArgumentException(
          "size: expected at least %s, found %s".formatted(LEAST, size));
    }
    if (age.compareTo(LEAST_AGE) < 0 || age.compareTo(MOST_AGE) > 0) {
      throw new IllegalArgumentException(
          "age: expected 1h–36500d, found %ds".formatted(age.toSeconds()));
    }
  }

  private static void requireAround(String key, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST_AROUND) > 0) {
      throw new IllegalArgumentException(
          "%s: expected 0s–2m, found %ds".formatted(key, time.toSeconds()));
    }
  }

  PackStore.Limits limits() {
    return new PackStore.Limits(size, age, free);
  }
}
