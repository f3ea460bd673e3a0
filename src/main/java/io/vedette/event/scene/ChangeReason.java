package io.vedette.event.scene;

import java.util.Locale;

/** The reason for an event about a track: what has changed since the event before. */
public enum ChangeReason {
  APPEARED,
  MOVED,
  STOPPED,
  /** It stood still and moves again. */
  STARTED_MOVING,
  ENTERED_ZONE,
  LEFT_ZONE,
  LOITERED,
  CROSSED_LINE,
  /** Another frame shows it better than the one before. */
  BETTER_VIEW,
  ENDED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word used in records, as {@code entered_zone}. */
  public String wireName() {
    return word;
  }

  /**
   * The reason of a wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ChangeReason parse(String word) {
    for (ChangeReason reason : values()) {
      if (reason.word.equals(word)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no reason is " + word);
  }
}
