package io.vedette.tracking.accuracy;

import io.vedette.tracking.Assignment;

/**
 * The matched boxes if each true object may be only one track for the whole recording. Immutable.
 */
final class IdentityMatches {
  private IdentityMatches() {}

  static double count(MotFrames frames) {
    double[] together = new double[frames.truthIds() * frames.trackIds()];
    for (MotFrames.Frame frame : frames.frames()) {
      for (int row = 0; row < frame.truth().length; row++) {
        for (int column = 0; column < frame.tracks().length; column++) {
          if (frame.overlap(row, column) >= MotAccuracy.FOUND - MotAccuracy.ROUNDING) {
            together[frame.truth()[row] * frames.trackIds() + frame.tracks()[column]]++;
          }
        }
      }
    }
    int[] trackOf = new Assignment().best(together, frames.truthIds(), frames.trackIds());
    double sum = 0;
    for (int truth = 0; truth < trackOf.length; truth++) {
      sum += trackOf[truth] < 0 ? 0 : together[truth * frames.trackIds() + trackOf[truth]];
    }
    return sum;
  }
}
