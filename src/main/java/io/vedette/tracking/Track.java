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
 * @param origin where the first detection stood: the middle of its box's lower edge
 * @param motion where the box is and goes
 * @param last what was seen of it last
 * @param vote which label its detections voted for
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

  /** As its detections voted; that of the last one may be another that is taken for it. */
  public String label() {
    return vote.label();
  }

  /** Of the last detection, 0–1. */
  public double confidence() {
    return last.confidence();
  }

  /**
   * Where it stood when it was seen last, as it was detected: smoothing would lag behind whoever
   * turns round, and miss what a step to and fro crosses.
   */
  public RelativePoint anchor() {
    return last.box().anchor();
  }

  /**
   * The same without the detector's trembling: smoothed, unless the detection is so far off that
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

  /** From the first detection to the last. */
  public Duration age() {
    return Duration.between(bornAt, seenAt);
  }

  Track after(double seconds) {
    KalmanBox steady = state == TrackState.CONFIRMED ? motion : motion.ofConstantSize();
    return new Track(id, state, origin, steady.after(seconds), last, vote, bornAt, seenAt, hits);
  }

  /**
   * The same after a time in which nothing moved: it stands where it was, and has hardly grown
   * older. It grows older at all so that a mistake of the detector does not stand there for ever.
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

  /** The same in another state; throws when that is no legal move. */
  Track become(TrackState next) {
    if (!state.canBecome(next)) {
      throw new IllegalStateException(
          "track " + id + " cannot go from " + state + " to " + next + "; this is a defect");
    }
    return new Track(id, next, origin, motion, last, vote, bornAt, seenAt, hits);
  }
}
