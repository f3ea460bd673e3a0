package io.vedette.live;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a camera for viewers, from its node and from the detect workers. Immutable.
 *
 * @param reason the wire name of the reason, as {@code unauthorized} or {@code overload}; empty
 *     when there is none
 * @param message one line for people; empty when there is none
 * @param node that reads the camera; empty when none does
 * @param since when it is so; null when that is not known
 */
record CameraLook(
    String camera,
    State state,
    String reason,
    String message,
    String node,
    @Nullable Instant since) {

  /** What is to be seen of a camera. */
  enum State {
    /** A node is about to read it. */
    CONNECTING,
    /** Pictures come, and are looked at. */
    LIVE,
    /** Pictures come, and are not looked at since nothing moves. */
    STILL,
    /** Pictures come, or are left out, and nobody looks at them. */
    UNWATCHED,
    /** No pictures come. */
    OFFLINE,
    /** Switched off. */
    DISABLED,
    /** There is no such camera. */
    UNKNOWN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static CameraLook of(String camera, State state) {
    return new CameraLook(camera, state, "", "", "", null);
  }
}
