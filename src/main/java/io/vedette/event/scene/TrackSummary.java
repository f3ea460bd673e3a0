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
 * @param number the track's number, unique for its camera for ever
 * @param startedAt capture time of its first detection
 * @param topConfidence the highest confidence of its detections, 0–1
 * @param enteredZones all zones that it has entered, in order
 * @param before the track in its last event; null in the first one
 * @param after the track now
 * @param path places of its anchor, thinned, oldest first; empty where the event is not about them
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

  /** The id {@code <camera>/<number>}, unique among the tracks of all cameras. */
  public String id(String camera) {
    return camera + "/" + number;
  }

  /** The time from the first detection to the last. */
  public Duration duration() {
    return Duration.between(startedAt, after.seenAt());
  }

  /**
   * An object at one time.
   *
   * @param seenAt capture time of the last frame with the object
   * @param confidence confidence of the detection in that frame, 0–1
   * @param isStationary whether it stands still
   * @param zones the zones it is in, by name
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

  /** The place of an object's anchor at a capture time. */
  public record PathPoint(Instant at, RelativePoint place) {}

  /**
   * A frame that shows an object well.
   *
   * @param box the object's box in the frame
   * @param score the quality by which frames are compared: larger, surer and whole is better
   */
  public record BestFrame(FrameReference frame, RelativeBox box, double confidence, double score) {}
}
