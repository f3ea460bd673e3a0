package io.vedette.detector;

import io.vedette.config.Setting;
import java.time.Duration;

/** How a worker consumes frames. Immutable. */
public record DetectSettings(
    @Setting(
            value = "vedette-detect",
            doc = "Consumer group; workers of one group share the frames.")
        String group,
    @Setting(value = "5s", doc = "Live frames older than this are not inferred.") Duration maxAge,
    @Setting(
            value = "1m",
            doc = "But up to this old when they came while no worker was there for them.")
        Duration catchUp,
    @Setting(value = "5ms", doc = "Longest wait for a batch to fill.") Duration batchWait,
    @Setting(
            value = "2",
            doc = "Frames of one camera in a batch, while other cameras' frames wait.")
        int perCamera,
    @Setting(value = "2", doc = "Threads that decode and letterbox pictures.") int preparers) {
  private static final int MOST_PREPARERS = 64;

  /** The same with another age at which frames are no longer looked at, whenever they came. */
  public DetectSettings withMaxAge(Duration other) {
    return new DetectSettings(group, other, other, batchWait, perCamera, preparers);
  }

  public DetectSettings {
    if (perCamera < 1) {
      throw new IllegalArgumentException("per-camera: expected at least 1, found " + perCamera);
    }
    if (preparers < 1 || preparers > MOST_PREPARERS) {
      throw new IllegalArgumentException("preparers: expected 1–64, found " + preparers);
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("max-age: expected a time above 0, found " + maxAge);
    }
    if (catchUp.compareTo(maxAge) < 0) {
      throw new IllegalArgumentException(
          "catch-up: expected at least max-age, " + maxAge + ", found " + catchUp);
    }
  }
}
