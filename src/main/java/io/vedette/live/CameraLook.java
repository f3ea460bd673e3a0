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
 * @param node the node that reads the camera; empty when none does
 * @param since the time since when it is so; null when that is unknown
 */
record CameraLook(
    String camera,
    State state,
    String reason,
    String message,
    String node,
    @Nullable Instant since) {

  /** The state of a camera for viewers. */
  enum State {
    /** A node is about to read it. */
    CONNECTING,
    /** Pictures come, and are inferred. */
    LIVE,
    /** Pictures come, and are not inferred since nothing moves. */
    STILL,
    /** Pictures come, or are left out on purpose, and are not inferred. */
    UNWATCHED,
    /** No pictures come. */
    OFFLINE,
    /** The camera is switched off. */
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
