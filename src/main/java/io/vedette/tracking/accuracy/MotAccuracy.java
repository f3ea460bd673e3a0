package io.vedette.tracking.accuracy;

import java.util.List;

/**
 * The accuracy of tracks, by the three measures of the MOT Challenge. Immutable.
 *
 * @param mota 1 − (misses + false boxes + switches) ÷ true boxes; may be negative
 * @param idf1 harmonic mean of precision and recall under the best lasting pairing of ids
 * @param hota geometric mean of detection and association accuracy, averaged over overlaps from
 *     0.05 to 0.95
 * @param switches times a true object changed its track
 * @param matches true boxes that were found
 * @param misses true boxes that were not found
 * @param falseBoxes boxes where nothing is
 * @param truths all true boxes
 */
public record MotAccuracy(
    double mota,
    double idf1,
    double hota,
    int switches,
    int matches,
    int misses,
    int falseBoxes,
    int truths) {
  /** Overlap from which a box is found, for MOTA and IDF1. */
  static final double FOUND = 0.5;

  /** Guards comparisons of overlaps against rounding. */
  static final double ROUNDING = 1e-12;

  public static MotAccuracy of(List<TracedBox> truth, List<TracedBox> tracks) {
    MotFrames frames = MotFrames.of(truth, tracks);
    MotMatches found = MotMatches.of(frames);
    int boxes = found.matches() + found.falseBoxes();
    int truths = found.matches() + found.misses();
    double lasting = IdentityMatches.count(frames);
    return new MotAccuracy(
        ratio(found.matches() - found.falseBoxes() - found.switches(), truths),
        ratio(2 * lasting, truths + boxes),
        HigherOrderAccuracy.of(frames),
        found.switches(),
        found.matches(),
        found.misses(),
        found.falseBoxes(),
        truths);
  }

  static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
