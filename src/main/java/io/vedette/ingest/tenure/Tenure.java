package io.vedette.ingest.tenure;

import java.util.Set;

/** The state of a camera that a node has claimed. */
public enum Tenure {
  /** The camera is read, or switched off by its settings. */
  READING,
  /** The camera's record cannot be used; it is tried again from time to time. */
  UNREADABLE,
  /**
   * Another node has the camera's partition; the camera is read until that node shows it, or time
   * is up.
   */
  PARTING,
  /** This node has the camera's partition, but another node has claimed the camera since. */
  CONTESTED;

  /**
   * The states that may follow this one while the node has the camera; the tenure may end in any.
   */
  Set<Tenure> next() {
    return switch (this) {
      case READING, UNREADABLE -> Set.of(READING, UNREADABLE, PARTING, CONTESTED);
      case PARTING -> Set.of(READING, UNREADABLE, CONTESTED);
      case CONTESTED -> Set.of(READING, UNREADABLE, PARTING);
    };
  }
}
