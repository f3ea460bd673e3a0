package io.vedette.text;

import java.time.Duration;
import java.util.Locale;

/** The text of durations: {@code 350 ms}, {@code 2.9 s}, {@code 10 min} or {@code 1 h 30 min}. */
public final class DurationWords {
  private static final int SECOND = 1000;
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int HOURS = 24;
  private static final int DAY = HOURS * HOUR;

  private DurationWords() {}

  /**
   * The text in the two largest units that are not 0, rounded; with a minus when it is negative.
   */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    long seconds = Math.round(duration.toMillis() / 1000.0);
    return seconds < MINUTE ? ofShort(duration.toMillis()) : ofLong(seconds);
  }

  private static String ofShort(long millis) {
    if (millis < SECOND) {
      return millis + " ms";
    }
    return millis % SECOND == 0
        ? millis / SECOND + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String ofLong(long seconds) {
    if (seconds < HOUR) {
      return two(seconds / MINUTE, "min", seconds % MINUTE, "s");
    }
    long minutes = Math.round((double) seconds / MINUTE);
    if (seconds < DAY) {
      return two(minutes / MINUTE, "h", minutes % MINUTE, "min");
    }
    long hours = Math.round((double) seconds / HOUR);
    return two(hours / HOURS, "d", hours % HOURS, "h");
  }

  private static String two(long large, String unit, long small, String smaller) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smaller);
  }
}
