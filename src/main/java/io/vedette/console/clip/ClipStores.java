package io.vedette.console.clip;

import io.vedette.clip.ClipSettings;
import io.vedette.clip.Clips;
import io.vedette.store.Database;

/** The stores of clips: the rows of the database, and the pictures on this disk. Immutable. */
public record ClipStores(Clips clips, ClipList list) {
  /** The stores by the settings. */
  public static ClipStores of(Clips clips, Database database, ClipSettings settings) {
    return new ClipStores(clips, new ClipList(database, clips, settings));
  }
}
