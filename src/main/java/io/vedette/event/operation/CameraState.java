package io.vedette.event.operation;

import java.util.Locale;

/** The state of a camera. */
public enum CameraState {
  /** A node has taken it over and is about to connect. */
  CLAIMED,
  CONNECTING,
  LIVE,
  /** Connected, but nothing came; tried again. */
  STALLED,
  /** Cannot be read, for a reason; tried again. */
  FAILED,
  /** A recording, read to its end. */
  ENDED,
  /** Another node than before reads it. */
  MOVED,
  /** Given up by its node; nobody reads it until another one takes it over. */
  RELEASED,
  /** Removed from the cameras topic, or switched off. */
  REMOVED,
  /** Held back, since processes ended that read it; tried again later. */
  QUARANTINED;

  /** The word used in records. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state of a wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static CameraState parse(String word) {
    for (CameraState state : values()) {
      if (state.wireName().equals(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a camera is " + word);
  }
}
