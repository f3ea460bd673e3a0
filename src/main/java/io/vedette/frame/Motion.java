package io.vedette.frame;

import io.vedette.geometry.RelativeBox;
import java.util.List;

/**
 * The decision of a camera's motion gate about a frame. It travels with the frame, so that later
 * stages decide the same. Immutable.
 *
 * @param moving the boxes in which something moved, the largest first; all numbers are multiples of
 *     1/{@value #GRAIN}
 * @param isWhole whether the frame is inferred only as a whole: the light changed, the gate was
 *     still learning, or there is too much to do
 * @param still number of frames right before this one that were left out, since nothing moved in
 *     them
 * @param gate short word for the gate's settings
 */
public record Motion(List<RelativeBox> moving, boolean isWhole, long still, String gate) {
  /** The number of units of boxes' numbers across the picture. */
  public static final int GRAIN = 4096;

  /** The most boxes of a frame. */
  public static final int MOST = 8;

  public Motion {
    moving = List.copyOf(moving);
  }
}
