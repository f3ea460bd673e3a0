package io.vedette.frame;

import java.util.Locale;

/** The clock that a frame's capture time comes from. */
public enum CaptureClock {
  /** The camera's own clock, by RTCP sender reports. */
  RTCP,
  /** This host's clock, at the arrival of the packet. */
  HOST,
  /**
   * A recording's clock: the start of reading plus the presentation time. Such frames are never
   * dropped for age.
   */
  FILE;

  /** The word used in records: {@code rtcp}, {@code host}, {@code file}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The clock of a wire name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static CaptureClock parse(String word) {
    for (CaptureClock clock : values()) {
      if (clock.wireName().equals(word)) {
        return clock;
      }
    }
    throw new IllegalArgumentException("clock: expected rtcp, host or file, found another word");
  }
}
