package io.vedette.tracking;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import java.time.Duration;
import java.time.Instant;

/**
 * One object over time. Immutable; each frame makes a new one.
 *
 * @param id unique for the camera, for ever
 * @param origin where the first detection stood: the middle of its box's lower edge
 * @param motion where the box is and goes
 * @param confidence of the last detection, 0–1
 * @param bornAt capture time of the first detection
 * @param seenAt capture time of the last detection
 * @param hits number of detections
 */
public record Track(
    long id,
    String label,
    TrackState state,
    RelativePoint origin,
    Motion motion,
    double confidence,
    Instant bornAt,
    Instant seenAt,
    long hits) {

  static Track born(long id, Detection detection, Instant capturedAt) {
    return new Track(
        id,
        detection.label(),
        TrackState.TENTATIVE,
        detection.box().anchor(),
        Motion.of(detection.box()),
        detection.confidence(),
        capturedAt,
        capturedAt,
        1);
  }

  /** The box inside the picture: measured and smoothed, or predicted while the track is lost. */
  public RelativeBox box() {
    RelativeBox free = motion.box();
    return RelativeBox.ofCorners(free.x(), free.y(), free.right(), free.bottom());
  }

  /** From the first detection to the last. */
  public Duration age() {
    return Duration.between(bornAt, seenAt);
  }

  Track after(double seconds) {
    Motion steady = state == TrackState.CONFIRMED ? motion : motion.ofConstantSize();
    return moved(steady.after(seconds));
  }

  Track seen(Detection detection, Instant capturedAt) {
    return new Track(
        id,
        label,
        state,
        origin,
        motion.measured(detection.box()),
        detection.confidence(),
        bornAt,
        capturedAt,
        hits + 1);
  }

  /** The same in another state; throws when that is no legal move. */
  Track become(TrackState next) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(
          "track " + id + " cannot go from " + state + " to " + next + "; this is a defect");
    }
    return new Track(id, label, next, origin, motion, confidence, bornAt, seenAt, hits);
  }

  private Track moved(Motion next) {
    return new Track(id, label, state, origin, next, confidence, bornAt, seenAt, hits);
  }
}
