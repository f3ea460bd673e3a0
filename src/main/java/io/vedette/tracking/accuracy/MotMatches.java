package io.vedette.tracking.accuracy;

import io.vedette.tracking.Assignment;
import java.util.Arrays;

/**
 * The matched boxes frame by frame, where a pair of the last frame is kept if possible. Immutable.
 */
record MotMatches(int matches, int misses, int falseBoxes, int switches) {
  private static final int NONE = -1;
  private static final double LOYALTY = 1000;

  static MotMatches of(MotFrames frames) {
    Count count = new Count(frames.truthIds());
    frames.frames().forEach(count::add);
    return new MotMatches(count.matches, count.misses, count.falseBoxes, count.switches);
  }

  /** The running count. Confined to one call. */
  private static final class Count {
    private final Assignment assignment = new Assignment();
    private final int[] lastTrackOf;
    private int[] trackOf;
    private int matches;
    private int misses;
    private int falseBoxes;
    private int switches;

    Count(int truthIds) {
      lastTrackOf = new int[truthIds];
      Arrays.fill(lastTrackOf, NONE);
      trackOf = lastTrackOf.clone();
    }

    void add(MotFrames.Frame frame) {
      int rows = frame.truth().length;
      int columns = frame.tracks().length;
      int[] found = assignment.best(gains(frame), rows, columns);
      int[] next = new int[lastTrackOf.length];
      Arrays.fill(next, NONE);
      int here = 0;
      for (int row = 0; row < rows; row++) {
        if (found[row] != NONE) {
          here++;
          int truth = frame.truth()[row];
          next[truth] = frame.tracks()[found[row]];
          switches += lastTrackOf[truth] != NONE && lastTrackOf[truth] != next[truth] ? 1 : 0;
          lastTrackOf[truth] = next[truth];
        }
      }
      if (rows > 0 && columns > 0) { // else there was nothing to choose between
        trackOf = next;
      }
      matches += here;
      misses += rows - here;
      falseBoxes += columns - here;
    }

    private double[] gains(MotFrames.Frame frame) {
      double[] gains = new double[frame.overlap().length];
      int at = 0;
      for (int truth : frame.truth()) {
        for (int track : frame.tracks()) {
          double overlap = frame.overlap()[at];
          if (overlap >= MotAccuracy.FOUND - MotAccuracy.ROUNDING) {
            gains[at] = overlap + (trackOf[truth] == track ? LOYALTY : 0);
          }
          at++;
        }
      }
      return gains;
    }
  }
}
