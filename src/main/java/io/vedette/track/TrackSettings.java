package io.vedette.track;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import io.vedette.tracking.TrackerSettings;
import java.time.Duration;

/** The settings of the track role. Immutable. */
public record TrackSettings(
    @Setting(
            value = "vedette-track",
            doc =
                "Kafka Streams application id; its workers share the cameras, and it names their state in Kafka.")
        String group,
    @Setting(
            value = "1",
            doc = "Threads of this worker; those beyond the number of partitions are idle.")
        int threads,
    @Setting(
            value = "0",
            doc = "Other workers that follow each camera's state, to take over at once.")
        int standbys,
    @Setting(value = "100ms", doc = "Longest wait until events are committed and can be read.")
        Duration commitInterval,
    @Setting(
            value = "90s",
            doc =
                "Tracks end when no frame of their camera came for this time; never when 0. Must be longer than detect.catch-up and tracker.max-gap together, else late detections meet other tracks than in a replay.")
        Duration silence,
    @Setting(
            value = "1s",
            doc =
                "Changed zones and lines apply this long after the change, so that a replay applies them from the same frame on.")
        Duration rulesDelay,
    TrackerSettings tracker) {
  public TrackSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
    if (standbys < 0) {
      throw new IllegalArgumentException("standbys: expected 0 or more, found " + standbys);
    }
    if (commitInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "commit-interval: expected at least 1ms, found " + shown(commitInterval));
    }
    notNegative("silence", silence);
    notNegative("rules-delay", rulesDelay);
  }

  /**
   * The same settings for a shadow's or a replay's detections: its workers are a group of their
   * own, and only frames end tracks, since a pause of theirs says nothing about the camera.
   */
  public TrackSettings ofRun(String run) {
    return new TrackSettings(
        group + "." + run, threads, standbys, commitInterval, Duration.ZERO, rulesDelay, tracker);
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + ": expected 0 or more, found " + shown(value));
    }
  }
}
