package io.vedette.live;

import java.util.Set;

/** A receiver of cameras' pictures, called on the reading thread, which it must not block. */
interface Audience {
  /** The cameras whose pictures are wanted. */
  Set<String> cameras();

  /** Whether pictures wait for their detections. */
  default boolean wantsBoxes() {
    return true;
  }

  /** Whether any picture of a camera is welcome, since there was none yet. */
  default boolean takesAny(String camera) {
    return !wantsBoxes();
  }

  /** Takes a picture of one of the cameras. */
  void offer(LivePicture picture);

  /** Called about once a second. */
  default void tick() {}
}
