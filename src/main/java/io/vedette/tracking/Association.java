package io.vedette.tracking;

import io.vedette.config.LabelGroup;
import io.vedette.geometry.RelativeBox;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The association of detections with tracks in one frame, in several passes. Confined to one
 * update.
 */
final class Association {
  private static final int NONE = -1;

  /** The most widths and heights of its box that an object may leap. */
  private static final double LEAP_WIDTHS = 3;

  private static final double LEAP_HEIGHTS = 1.5;

  /** Part of its width and height by which an object that leapt may seem smaller or larger. */
  private static final double LEAP_LIKENESS = 0.6;

  /** The factor for the fit of a detection of another label. */
  private static final double OTHER_LABEL = 0.9;

  private final List<Track> tracks;
  private final List<Detection> detections;
  private final List<LabelGroup> confusable;
  private final RelativeBox[] boxes;
  private final int[] detectionOf;
  private final boolean[] taken;
  private final Assignment assignment;

  /**
   * The association of tracks that were moved to the frame's time.
   *
   * @param confusable labels that may be mistaken for each other within a track
   */
  Association(
      List<Track> tracks,
      List<Detection> detections,
      List<LabelGroup> confusable,
      Assignment assignment) {
    this.tracks = tracks;
    this.detections = detections;
    this.confusable = confusable;
    this.assignment = assignment;
    boxes = tracks.stream().map(track -> track.motion().box()).toArray(RelativeBox[]::new);
    detectionOf = new int[tracks.size()];
    Arrays.fill(detectionOf, NONE);
    taken = new boolean[detections.size()];
  }

  /** The ways to compare boxes. */
  enum Overlap {
    /** The boxes as expected, also where a label is mistaken for another. */
    STRICT,
    /** Within the deviation of the track's place, of the same label. */
    LOOSE,
    /** Within the deviation of the track's place, also where a label is taken for another. */
    LOOSE_ACROSS
  }

  /** Matches those of both sides that are still free and admitted, by the largest overlap. */
  void pass(
      IntPredicate trackAdmitted, IntPredicate detectionAdmitted, Overlap overlap, double minIou) {
    int[] rows = indices(tracks.size(), i -> detectionOf[i] == NONE && trackAdmitted.test(i));
    int[] columns = indices(detections.size(), i -> !taken[i] && detectionAdmitted.test(i));
    if (rows.length == 0 || columns.length == 0) {
      return;
    }
    double[] gains = gains(rows, columns, overlap, minIou);
    int[] found = assignment.best(gains, rows.length, columns.length);
    for (int row = 0; row < rows.length; row++) {
      if (found[row] != NONE) {
        detectionOf[rows[row]] = columns[found[row]];
        taken[columns[found[row]]] = true;
      }
    }
  }

  /**
   * Matches detections that are still free and admitted with tracks of the frame before that are
   * alike in size and not far from each other: an object that is faster than the frames, or turned
   * round. A new track's is the only free one around. A believed one is alone of its label in the
   * picture: among others, one that goes and one that comes would be made the same.
   */
  void leaps(IntPredicate detectionAdmitted) {
    for (int row = 0; row < tracks.size(); row++) {
      if (detectionOf[row] == NONE && tracks.get(row).state() != TrackState.LOST) {
        int column = leapOf(row);
        if (column != NONE && !taken[column] && detectionAdmitted.test(column)) {
          detectionOf[row] = column;
          taken[column] = true;
        }
      }
    }
  }

  /** The only detection that a track could have leapt to, when it is the only one to leap there. */
  private int leapOf(int row) {
    boolean isNew = tracks.get(row).state() == TrackState.TENTATIVE;
    int[] places =
        indices(taken.length, i -> isNew ? !taken[i] && isLeap(row, i) : areAlike(row, i));
    if (places.length != 1 || !isLeap(row, places[0])) {
      return NONE;
    }
    int column = places[0];
    int[] rivals =
        indices(
            detectionOf.length,
            i -> isNew ? detectionOf[i] == NONE && isLeap(i, column) : areAlike(i, column));
    return rivals.length == 1 ? column : NONE;
  }

  private boolean areAlike(int row, int column) {
    return LabelGroup.areAlike(confusable, tracks.get(row).label(), detections.get(column).label());
  }

  private boolean isLeap(int row, int column) {
    Detection from = tracks.get(row).last();
    Detection to = detections.get(column);
    return areAlike(row, column)
        && isAlike(from.box().w(), to.box().w())
        && isAlike(from.box().h(), to.box().h())
        && Math.abs(to.box().anchor().x() - from.box().anchor().x())
            <= LEAP_WIDTHS * Math.max(from.box().w(), to.box().w())
        && Math.abs(to.box().anchor().y() - from.box().anchor().y())
            <= LEAP_HEIGHTS * Math.max(from.box().h(), to.box().h());
  }

  private static boolean isAlike(double size, double other) {
    return Math.min(size, other) >= LEAP_LIKENESS * Math.max(size, other);
  }

  List<Track> tracks() {
    return tracks;
  }

  boolean isMatched(int track) {
    return detectionOf[track] != NONE;
  }

  Detection detectionOf(int track) {
    return detections.get(detectionOf[track]);
  }

  boolean isTaken(int detection) {
    return taken[detection];
  }

  /** The fit of each pair; zero where it overlaps too little. */
  private double[] gains(int[] rows, int[] columns, Overlap overlap, double minIou) {
    double[] gains = new double[rows.length * columns.length];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        RelativeBox box = detections.get(column).box();
        boolean isSame = isSameLabel(row, column);
        boolean isAdmitted = isSame || (overlap != Overlap.LOOSE && areAlike(row, column));
        double found = isAdmitted ? overlap(row, box, overlap) : 0;
        double gain = found > minIou ? fit(found, boxes[row], box, overlap) : 0;
        gains[at++] = isSame ? gain : OTHER_LABEL * gain;
      }
    }
    return gains;
  }

  /**
   * Among those that overlap, one whose head and feet are where they are expected fits better: a
   * walker's width swings, its height does not, and of two that walk together one is farther away.
   * The vertical fit counts by its sixth power.
   */
  private static double fit(double found, RelativeBox box, RelativeBox other, Overlap overlap) {
    double upright = overlap == Overlap.STRICT ? box.verticalIou(other) : 1;
    double cube = upright * upright * upright;
    return found * cube * cube;
  }

  private boolean isSameLabel(int row, int column) {
    return tracks.get(row).label().equals(detections.get(column).label());
  }

  private double overlap(int row, RelativeBox box, Overlap overlap) {
    return switch (overlap) {
      case STRICT -> boxes[row].iou(box);
      case LOOSE, LOOSE_ACROSS -> tracks.get(row).motion().looseOverlap(box);
    };
  }

  private static int[] indices(int size, IntPredicate admitted) {
    int[] found = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (admitted.test(i)) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
