package io.vedette.ingest.tenure;

import java.util.Set;

/** The state of a camera that a node has claimed. */
public enum Tenure {
  /** The camera is read, or switched off by its settings. */
  READING,
  /** The camera's record cannot be used; it is tried again from time to time. */
  UNREADABLE,
  /** The camera's partition is another node's: read until that one has it, or time is up. */
  PARTING,
  /** The camera's partition is this node's, yet another one has claimed it since. */
  CONTESTED;

  /** The states that may follow this one while the node has the camera; it may end in any. */
  Set<Tenure> next() {
    return switch (this) {
      case READING, UNREADABLE -> Set.of(READING, UNREADABLE, PARTING, CONTESTED);
      case PARTING -> Set.of(READING, UNREADABLE, CONTESTED);
      case CONTESTED -> Set.of(READING, UNREADABLE, PARTING);
    };
  }
}
