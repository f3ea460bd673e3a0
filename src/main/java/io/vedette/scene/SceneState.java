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
 * @param tracker where its tracker is
 * @param rules where its rule engine is
 * @param histories by track number
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

  /** Before the first frame. */
  public static SceneState initial() {
    return new SceneState(null, TrackerState.initial(), RuleState.initial(), Map.of());
  }

  /** As bytes for a store; {@link #parse} gives back an equal state. */
  public byte[] bytes() {
    return SceneStateFormat.write(this);
  }

  /** Throws {@link IllegalArgumentException} when the bytes are no such state. */
  public static SceneState parse(byte[] bytes) {
    return SceneStateFormat.read(bytes);
  }
}
