package io.vedette.detect;

import static io.vedette.config.Limits.require;
import static io.vedette.config.Limits.shown;

import io.vedette.config.Setting;
import java.time.Duration;

/** The settings of the detect role. Immutable. */
public record DetectSettings(
    @Setting(
            value = "vedette-detect",
            doc = "Consumer group; workers of one group share the frames.")
        String group,
    @Setting(value = "5s", doc = "Live frames older than this are not inferred.") Duration maxAge,
    @Setting(
            value = "1m",
            doc = "The same limit for frames that arrived while no worker was running.")
        Duration catchUp,
    @Setting(value = "5ms", doc = "Longest wait for a batch to fill.") Duration batchWait,
    @Setting(
            value = "50ms",
            doc =
                "While whole batches wait, results are committed this often; 0s: after each batch.")
        Duration commitInterval,
    @Setting(
            value = "2",
            doc = "Frames of one camera in a batch, while other cameras' frames wait.")
        int perCamera,
    @Setting(value = "2", doc = "Threads that decode and letterbox pictures.") int preparers,
    @Setting(
            value = "0",
            doc =
                "Regions of a frame, around motion, that are inferred in full resolution besides the whole picture, 0–8.")
        int regions,
    @Setting(
            value = "0",
            doc =
                "Batches inferred at the same time, each with the model loaded once more; 0 takes 2 on a GPU, 1 elsewhere.")
        int lanes) {
  private static final int MOST_PREPARERS = 64;
  private static final int MOST_LANES = 16;
  private static final int MOST_REGIONS = 8;
  // Far below the time after which Kafka gives an open transaction, or this worker, up.
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);

  /** The same settings with another greatest age of frames, whenever they came. */
  public DetectSettings withMaxAge(Duration other) {
    return new DetectSettings(
        group, other, other, batchWait, commitInterval, perCamera, preparers, regions, lanes);
  }

  public DetectSettings {
    require(perCamera >= 1, "per-camera", "at least 1", perCamera);
    require(preparers >= 1 && preparers <= MOST_PREPARERS, "preparers", "1–64", preparers);
    require(regions >= 0 && regions <= MOST_REGIONS, "regions", "0–8", regions);
    require(lanes >= 0 && lanes <= MOST_LANES, "lanes", "0–16", lanes);
    require(maxAge.compareTo(Duration.ZERO) > 0, "max-age", "a time above 0", maxAge);
    require(
        catchUp.compareTo(maxAge) >= 0, "catch-up", "at least max-age, " + shown(maxAge), catchUp);
    require(
        commitInterval.compareTo(LONGEST_INTERVAL) <= 0,
        "commit-interval",
        "at most " + shown(LONGEST_INTERVAL),
        commitInterval);
  }
}
