package io.vedette.ingest.attempt;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;

/** The likelihood that a camera ends the process that reads it, in ascending order. */
enum Suspicion {
  /** The camera cannot have caused the end of a process; it is opened at once. */
  NONE,
  /**
   * One of several possible causes, which had shown pictures for a while; they are opened one after
   * the other, quickly.
   */
  SHAKEN,
  /**
   * One of several possible causes, which had hardly shown pictures, or for the second time; each
   * is opened alone.
   */
  SUSPECT,
  /** The only possible cause; it is opened alone, after all others. */
  BLAMED,
  /** The camera is held back, then tried alone. */
  QUARANTINED;

  private static final int SHAKEN_SECONDS = 8;
  private static final int SECOND_HIT_SECONDS = 8;
  private static final int MOST_DOUBLINGS = 4;
  private static final int SPARE_SECONDS = 3;

  static Suspicion of(Attempt attempt) {
    if (attempt.hits() == 0) {
      return NONE;
    } else if (attempt.isQuarantined()) {
      return QUARANTINED;
    } else if (attempt.isAlone()) {
      return BLAMED;
    }
    boolean isSlow = attempt.hits() > 1 || attempt.fatalSeconds() < SHAKEN_SECONDS;
    return isSlow ? SUSPECT : SHAKEN;
  }

  /**
   * Whether a camera is on trial: it was opened again after a hit, and has not yet shown pictures
   * for longer than before that hit, or for long enough.
   */
  static boolean isOnTrial(Attempt attempt, CameraState state) {
    if (attempt.hits() == 0) {
      return false;
    }
    return switch (state) {
      case CLAIMED, CONNECTING, MOVED -> true;
      case LIVE -> attempt.shownSeconds() < trialSeconds(attempt);
      case STALLED, FAILED, ENDED, RELEASED, REMOVED, QUARANTINED -> false;
    };
  }

  /** The seconds for which a camera has to show pictures before the next one is opened. */
  static int trialSeconds(Attempt attempt) {
    int longer = Math.min(2 * attempt.fatalSeconds() + SPARE_SECONDS, Attempt.PROVEN_SECONDS);
    return switch (of(attempt)) {
      case NONE, SHAKEN -> 0;
      case SUSPECT -> attempt.hits() == 1 ? longer : Math.min(longer, afterHits(attempt.hits()));
      case BLAMED -> longer;
      case QUARANTINED -> Attempt.PROVEN_SECONDS;
    };
  }

  private static int afterHits(int hits) {
    return SECOND_HIT_SECONDS << Math.min(hits - 2, MOST_DOUBLINGS);
  }
}
