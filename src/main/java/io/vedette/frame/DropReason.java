package io.vedette.frame;

import java.util.Locale;

/** The reason why a captured frame was not inferred. */
public enum DropReason {
  /** It was older than {@code detect.max-age} when its turn came. */
  STALE,
  /** A newer frame of its camera, or a more important camera, took its place. */
  OVERLOAD,
  /** The broker was away and the bounded buffer full, or the record's delivery timed out. */
  BROKER,
  /** It could not be made small enough for a record. */
  OVERSIZE,
  /**
   * It could not be encoded, decoded or inferred; it is in {@code vedette.rejected} where it was a
   * record.
   */
  REJECTED,
  /** It was sent by a former owner of its camera, in an older session, or it repeats a picture. */
  FENCED,
  /** Its topic was deleted and created again while a worker had the frame. */
  EXPIRED,
  /** Nothing moved in it: the motion gate left it out where it was captured. */
  STILL;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The name used in records and meters. */
  public String wireName() {
    return word;
  }
}
