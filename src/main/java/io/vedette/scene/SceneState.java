package io.vedette.scene;

import io.vedette.event.EventOrigin;
import io.vedette.rule.RuleState;
import io.vedette.tracking.TrackerState;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of one camera's scene between two frames. Immutable.
 *
 * @param last the last frame taken in; null before the first
 * @param tracker the tracker's state
 * @param rules the rule engine's state
 * @param histories the histories of tracks, by track number
 */
public record SceneState(
    @Nullable EventOrigin last,
    TrackerState tracker,
    RuleState rules,
    Map<Long, TrackHistory> histories) {
  public SceneState {
    SortedMap<Long, TrackHistory> sorted = new TreeMap<>(histories);
    histories = Collections.unmodifiableSortedMap(sorted);
  }

  /** The state before the first frame. */
  public static SceneState initial() {
    return new SceneState(null, TrackerState.initial(), RuleState.initial(), Map.of());
  }

  /** The bytes for a store, from which {@link #parse} makes an equal state. */
  public byte[] bytes() {
    return SceneStateFormat.write(this);
  }

  /** The state of bytes; throws {@link IllegalArgumentException} when they are none. */
  public static SceneState parse(byte[] bytes) {
    return SceneStateFormat.read(bytes);
  }
}
