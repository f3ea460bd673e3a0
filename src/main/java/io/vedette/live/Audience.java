package io.vedette.live;

import java.util.Set;

/** A receiver of cameras' pictures, called on the reading thread, which it must not block. */
interface Audience {
  /** The cameras looked at. */
  Set<String> cameras();

  /** Whether pictures are to wait for what was found in them. */
  default boolean wantsBoxes() {
    return true;
  }

  /** Whether any picture of a camera will do, since there was none yet. */
  default boolean takesAny(String camera) {
    return !wantsBoxes();
  }

  /** A picture of one of the cameras. */
  void offer(LivePicture picture);

  /** Called about once a second. */
  default void tick() {}
}
