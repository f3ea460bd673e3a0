package io.vedette.frame;

import java.util.Locale;

/** Why a captured frame was not inferred. */
public enum DropReason {
  /** Older than {@code detect.max-age} when its turn came. */
  STALE,
  /** A full queue, or the degradation ladder, gave it up for newer ones. */
  OVERLOAD,
  /** The broker was away and the bounded buffer full, or the record's delivery timed out. */
  BROKER,
  /** Could not be made small enough for a record. */
  OVERSIZE,
  /**
   * Could not be encoded, decoded or inferred; on {@code vedette.rejected} where it was a record.
   */
  REJECTED,
  /** Sent by an owner of an older session. */
  FENCED,
  /** Deleted by retention before it was read. */
  EXPIRED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word used in records and meters. */
  public String wireName() {
    return word;
  }
}
