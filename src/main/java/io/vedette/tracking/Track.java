package io.vedette.tracking;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import io.vedette.tracking.kalman.KalmanBox;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One object over time. Immutable; each frame makes a new one.
 *
 * @param id unique for the camera, for ever
 * @param origin the place of the first detection: the middle of its box's lower edge
 * @param motion the box and its velocity
 * @param last its last detection
 * @param vote the vote of its detections on its label
 * @param bornAt capture time of the first detection
 * @param seenAt capture time of the last detection
 * @param hits number of detections
 */
public record Track(
    long id,
    TrackState state,
    RelativePoint origin,
    KalmanBox motion,
    Detection last,
    LabelVote vote,
    Instant bornAt,
    Instant seenAt,
    long hits) {
  /** Part of its size by which a detector's box of something that stands is off at most. */
  private static final double TREMBLING = 0.06;

  /** Unseen while nothing moves, a track grows old this many times slower. */
  private static final int REST = 60;

  static Track born(long id, Detection detection, Instant capturedAt) {
    return new Track(
        id,
        TrackState.TENTATIVE,
        detection.box().anchor(),
        KalmanBox.of(detection.box()),
        detection,
        LabelVote.of(detection),
        capturedAt,
        capturedAt,
        1);
  }

  /** The label that its detections voted for, which may differ from that of the last one. */
  public String label() {
    return vote.label();
  }

  /** The confidence of the last detection, 0–1. */
  public double confidence() {
    return last.confidence();
  }

  /**
   * The place of the last detection, not smoothed: smoothing would lag behind an object that turns
   * round, and miss crossings to and fro.
   */
  public RelativePoint anchor() {
    return last.box().anchor();
  }

  /**
   * The place without the detector's trembling: smoothed, unless the detection is so far off that
   * the object itself has moved.
   */
  public RelativePoint steadyAnchor() {
    RelativePoint seen = anchor();
    RelativePoint smooth = box().anchor();
    boolean hasMoved =
        Math.abs(seen.x() - smooth.x()) > TREMBLING * last.box().w()
            || Math.abs(seen.y() - smooth.y()) > TREMBLING * last.box().h();
    return hasMoved ? seen : smooth;
  }

  /** The box inside the picture: measured and smoothed, or predicted while the track is lost. */
  public RelativeBox box() {
    RelativeBox free = motion.box();
    return RelativeBox.ofCorners(free.x(), free.y(), free.right(), free.bottom());
  }

  /** The time from the first detection to the last. */
  public Duration age() {
    return Duration.between(bornAt, seenAt);
  }

  Track after(double seconds) {
    KalmanBox steady = state == TrackState.CONFIRMED ? motion : motion.ofConstantSize();
    return new Track(id, state, origin, steady.after(seconds), last, vote, bornAt, seenAt, hits);
  }

  /**
   * The track after a time in which nothing moved: it stands where it was, and ages slowly. It ages
   * at all so that a mistake of the detector does not remain for ever.
   */
  Track resting(Duration time) {
    Instant seen = seenAt.plus(time.minus(time.dividedBy(REST)).truncatedTo(ChronoUnit.MICROS));
    return new Track(id, state, origin, motion.resting(), last, vote, bornAt, seen, hits);
  }

  Track seen(Detection detection, Instant capturedAt) {
    return new Track(
        id,
        state,
        origin,
        motion.measured(detection.box()),
        detection,
        vote.with(detection),
        bornAt,
        capturedAt,
        hits + 1);
  }

  /** The track in another state; throws when that is no legal move. */
  Track become(TrackState next) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(
          "track " + id + " cannot go from " + state + " to " + next + "; this is a defect");
    }
    return new Track(id, next, origin, motion, last, vote, bornAt, seenAt, hits);
  }
}
