package io.vedette.frame;

import java.util.Locale;

/** Whose clock a frame's capture time comes from. */
public enum CaptureClock {
  /** The camera's own, by RTCP sender reports. */
  RTCP,
  /** This host's, at the arrival of the packet. */
  HOST,
  /**
   * A recording's: the start of reading plus the presentation time. Such frames are never dropped
   * for age.
   */
  FILE;

  /** The word used in records: {@code rtcp}, {@code host}, {@code file}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static CaptureClock parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
