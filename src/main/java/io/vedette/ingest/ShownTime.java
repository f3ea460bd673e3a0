package io.vedette.ingest;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time for which a camera has given pictures, over all its connections. Confined to its owner's
 * lock.
 */
final class ShownTime {
  private static final double MILLIS = 1000;

  private final double before;
  private double seconds;
  private @Nullable Instant since;

  /**
   * @param before seconds of earlier connections
   */
  ShownTime(double before) {
    this.before = before;
  }

  /** Notes whether the camera shows pictures from now on. */
  void set(boolean isLive, Instant now) {
    seconds = present(now);
    since = isLive ? now : null;
  }

  /** The seconds until now, earlier connections included. */
  double seconds(Instant now) {
    return before + present(now);
  }

  private double present(Instant now) {
    Instant begin = since;
    // A clock may be set back.
    long millis = begin == null ? 0 : Math.max(0, Duration.between(begin, now).toMillis());
    return seconds + millis / MILLIS;
  }
}
