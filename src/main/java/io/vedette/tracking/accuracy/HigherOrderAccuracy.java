package io.vedette.tracking.accuracy;

import io.vedette.tracking.Assignment;

/** HOTA: detection and association with equal weight, over many overlaps. Confined to one call. */
final class HigherOrderAccuracy {
  private static final int STEPS = 19;
  private static final double STEP = 0.05;

  private final int columns;
  private final double[] truthBoxes;
  private final double[] trackBoxes;

  /**
   * The degree to which two ids belong together over the whole recording, which breaks ties in each
   * frame.
   */
  private final double[] alignment;

  private final double[][] matches;

  private HigherOrderAccuracy(MotFrames frames) {
    columns = frames.trackIds();
    truthBoxes = new double[frames.truthIds()];
    trackBoxes = new double[columns];
    alignment = new double[frames.truthIds() * columns];
    matches = new double[STEPS][alignment.length];
  }

  static double of(MotFrames frames) {
    HigherOrderAccuracy accuracy = new HigherOrderAccuracy(frames);
    frames.frames().forEach(accuracy::countTogether);
    accuracy.normalizeAlignment();
    Assignment assignment = new Assignment();
    frames.frames().forEach(frame -> accuracy.match(frame, assignment));
    double sum = 0;
    for (int step = 0; step < STEPS; step++) {
      sum += accuracy.at(step);
    }
    return sum / STEPS;
  }

  private void countTogether(MotFrames.Frame frame) {
    int rows = frame.truth().length;
    int width = frame.tracks().length;
    double[] rowSum = new double[rows];
    double[] columnSum = new double[width];
    for (int row = 0; row < rows; row++) {
      truthBoxes[frame.truth()[row]]++;
      for (int column = 0; column < width; column++) {
        rowSum[row] += frame.overlap(row, column);
        columnSum[column] += frame.overlap(row, column);
      }
    }
    for (int column = 0; column < width; column++) {
      trackBoxes[frame.tracks()[column]]++;
      for (int row = 0; row < rows; row++) {
        double overlap = frame.overlap(row, column);
        double all = rowSum[row] + columnSum[column] - overlap;
        alignment[pair(frame, row, column)] += MotAccuracy.ratio(overlap, all);
      }
    }
  }

  private void normalizeAlignment() {
    for (int truth = 0; truth < truthBoxes.length; truth++) {
      for (int track = 0; track < columns; track++) {
        int at = truth * columns + track;
        alignment[at] /= truthBoxes[truth] + trackBoxes[track] - alignment[at];
      }
    }
  }

  private void match(MotFrames.Frame frame, Assignment assignment) {
    int rows = frame.truth().length;
    int width = frame.tracks().length;
    double[] gains = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        gains[row * width + column] =
            alignment[pair(frame, row, column)] * frame.overlap(row, column);
      }
    }
    int[] found = assignment.best(gains, rows, width);
    for (int row = 0; row < rows; row++) {
      for (int step = 0; found[row] >= 0 && step < STEPS; step++) {
        if (frame.overlap(row, found[row]) >= (step + 1) * STEP - MotAccuracy.ROUNDING) {
          matches[step][pair(frame, row, found[row])]++;
        }
      }
    }
  }

  private double at(int step) {
    double found = 0;
    double association = 0;
    for (int truth = 0; truth < truthBoxes.length; truth++) {
      for (int track = 0; track < columns; track++) {
        double count = matches[step][truth * columns + track];
        found += count;
        association += count * count / (truthBoxes[truth] + trackBoxes[track] - count);
      }
    }
    double boxes = sum(truthBoxes) + sum(trackBoxes) - found;
    double detectionAccuracy = MotAccuracy.ratio(found, boxes);
    double associationAccuracy = MotAccuracy.ratio(association, found);
    return Math.sqrt(detectionAccuracy * associationAccuracy);
  }

  private int pair(MotFrames.Frame frame, int row, int column) {
    return frame.truth()[row] * columns + frame.tracks()[column];
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
