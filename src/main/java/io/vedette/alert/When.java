package io.vedette.alert;

import java.util.Locale;

/** The condition of an alert rule. */
public enum When {
  /** An object is in a zone. */
  IN_ZONE,
  /** An object crossed a line, just now. */
  CROSSED,
  /** An object is seen. */
  SEEN,
  /** An object stands still. */
  STOPPED,
  /** A zone holds more objects than its limit. */
  CROWDED,
  /** A zone has been empty for longer than its limit. */
  EMPTY;

  /** The word used in settings and records, as {@code in-zone}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
