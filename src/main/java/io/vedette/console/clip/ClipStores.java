package io.vedette.console.clip;

import io.vedette.clip.ClipSettings;
import io.vedette.clip.Clips;
import io.vedette.store.Database;

/**
 * Where clips are looked up: the rows of the database, and the pictures of this disk. Immutable.
 */
public record ClipStores(Clips clips, ClipList list) {
  /** Both, as the settings say what is kept. */
  public static ClipStores of(Clips clips, Database database, ClipSettings settings) {
    return new ClipStores(clips, new ClipList(database, clips, settings));
  }
}
