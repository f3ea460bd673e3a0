package io.vedette.frame;

import io.vedette.geometry.RelativeBox;
import java.util.List;

/**
 * The decision of a camera's motion gate about a frame. It travels with the frame, so that whoever
 * looks at the frame later decides the same. Immutable.
 *
 * @param moving where something moved, the largest first; all numbers are multiples of 1/{@value
 *     #GRAIN}
 * @param isWhole whether the frame is to be looked at as a whole alone: the light changed, or the
 *     gate was still learning, or there is too much to do
 * @param still how many frames right before this one were left out, since nothing moved in them
 * @param gate short word for the gate's settings
 */
public record Motion(List<RelativeBox> moving, boolean isWhole, long still, String gate) {
  /** The unit of the boxes' numbers is one part in so many. */
  public static final int GRAIN = 4096;

  /** Most boxes of a frame. */
  public static final int MOST = 8;

  public Motion {
    moving = List.copyOf(moving);
  }
}
