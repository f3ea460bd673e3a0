package io.vedette.event.scene;

import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a track up to the time of an event. Immutable.
 *
 * @param number unique for its camera, for ever
 * @param startedAt capture time of its first detection
 * @param topConfidence the best of its detections, 0–1
 * @param enteredZones all zones it was ever in, in that order
 * @param before the track in its event before; null the first time
 * @param after how it is now
 * @param path where its anchor was, thinned, oldest first; empty where the event is not about that
 * @param best the frame that shows it best; null when none was kept
 */
public record TrackSummary(
    long number,
    String label,
    Instant startedAt,
    double topConfidence,
    List<String> enteredZones,
    @Nullable View before,
    View after,
    List<PathPoint> path,
    @Nullable BestFrame best) {
  public TrackSummary {
    enteredZones = List.copyOf(enteredZones);
    path = List.copyOf(path);
  }

  /** Unique among the tracks of all cameras: {@code <camera>/<number>}. */
  public String id(String camera) {
    return camera + "/" + number;
  }

  /** From the first detection to the last. */
  public Duration duration() {
    return Duration.between(startedAt, after.seenAt());
  }

  /**
   * An object at one time.
   *
   * @param seenAt capture time of the last frame it was seen in
   * @param confidence of the detection in that frame, 0–1
   * @param isStationary whether it stands still
   * @param zones it is in, by name
   */
  public record View(
      Instant seenAt,
      RelativeBox box,
      double confidence,
      boolean isStationary,
      List<String> zones) {
    public View {
      zones = List.copyOf(zones);
    }
  }

  /** Where an object's anchor was at a capture time. */
  public record PathPoint(Instant at, RelativePoint place) {}

  /**
   * A frame that shows an object well.
   *
   * @param box where in the frame
   * @param score by which frames are compared: larger, surer and whole is better
   */
  public record BestFrame(FrameReference frame, RelativeBox box, double confidence, double score) {}
}
