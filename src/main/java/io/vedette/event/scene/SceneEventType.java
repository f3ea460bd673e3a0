package io.vedette.event.scene;

import java.util.Locale;

/** The type of a scene event. */
public enum SceneEventType {
  /** An object is confirmed. */
  TRACK_STARTED,
  /** A known object moved on, stopped, or is shown better by another frame. */
  TRACK_UPDATED,
  /** A track has ended. */
  TRACK_ENDED,
  ZONE_ENTERED,
  ZONE_LEFT,
  /** An object stays in a zone for longer than the limit. */
  ZONE_LOITERING,
  /** More objects are in a zone than its limit. */
  ZONE_CROWDED,
  /** A crowded zone is back within its limit. */
  ZONE_EASED,
  /** Nothing has been in a zone for longer than the limit. */
  ZONE_DESERTED,
  LINE_CROSSED;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '.');

  /** The word used in records, as {@code zone.entered}. */
  public String wireName() {
    return word;
  }

  /** CloudEvents' type, as {@code io.vedette.zone.entered.v1}. */
  public String cloudEventsType() {
    return "io.vedette." + word + ".v1";
  }

  /** Whether it is about the number of objects in a zone, and about no track. */
  boolean isAboutZoneAlone() {
    return this == ZONE_CROWDED || this == ZONE_EASED || this == ZONE_DESERTED;
  }

  /** Whether it says how long an object was in a zone. */
  boolean hasDwell() {
    return this == ZONE_LEFT || this == ZONE_LOITERING;
  }

  /** Whether a record of this CloudEvents type is one of these events. */
  public static boolean knows(String cloudEventsType) {
    for (SceneEventType type : values()) {
      if (type.cloudEventsType().equals(cloudEventsType)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The type of a wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SceneEventType parse(String word) {
    for (SceneEventType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no event is a " + word);
  }
}
