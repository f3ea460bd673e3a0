package io.vedette.tracking;

/** The state of a track in its life cycle. */
public enum TrackState {
  /** Seen, but not often enough to be believed. */
  TENTATIVE,
  /** Believed, and seen in the last frame. */
  CONFIRMED,
  /** Believed, but not seen in the last frame. */
  LOST,
  /** Over; its id never comes back. */
  REMOVED;

  /** Whether this move is one of a track's legal moves; staying is none. */
  public boolean canBecome(TrackState next) {
    return switch (this) {
      case TENTATIVE -> next == CONFIRMED || next == REMOVED;
      case CONFIRMED -> next == LOST || next == REMOVED;
      case LOST -> next == CONFIRMED || next == REMOVED;
      case REMOVED -> false;
    };
  }
}
