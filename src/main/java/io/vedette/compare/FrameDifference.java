package io.vedette.compare;

import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.frame.DetectedObject;
import java.util.Comparator;
import java.util.List;

/**
 * The boxes that two runs have in one frame on which they do not agree. Immutable.
 *
 * @param first the objects of the first run, in falling confidence
 * @param second the objects of the second run
 */
public record FrameDifference(
    String camera, FrameReference frame, List<Box> first, List<Box> second) {
  /** The frames with the most lost and added boxes first, of those the earliest. */
  static final Comparator<FrameDifference> MOST_FIRST =
      Comparator.comparingInt(FrameDifference::size)
          .reversed()
          .thenComparing(difference -> difference.frame().capturedAt())
          .thenComparing(FrameDifference::camera)
          .thenComparingLong(difference -> difference.frame().session())
          .thenComparingLong(difference -> difference.frame().sequence());

  /**
   * A box.
   *
   * @param isAlone whether the other run has no box of this object
   */
  public record Box(DetectedObject object, boolean isAlone) {}

  public FrameDifference {
    first = List.copyOf(first);
    second = List.copyOf(second);
  }

  /** Objects that only the first run saw. */
  public long lost() {
    return first.stream().filter(Box::isAlone).count();
  }

  /** Objects that only the second run saw. */
  public long added() {
    return second.stream().filter(Box::isAlone).count();
  }

  /** Objects that only one of the runs saw. */
  public int size() {
    return (int) (lost() + added());
  }
}
