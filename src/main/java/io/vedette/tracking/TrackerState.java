package io.vedette.tracking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a tracker between two frames. Immutable.
 *
 * @param nextId the next new track's id; only ever grows
 * @param capturedAt capture time of the last frame; null before the first
 * @param tracks the living ones, oldest first
 */
public record TrackerState(long nextId, @Nullable Instant capturedAt, List<Track> tracks) {
  public TrackerState {
    tracks = List.copyOf(tracks);
  }

  /** The state before the first frame. */
  public static TrackerState initial() {
    return new TrackerState(1, null, List.of());
  }

  /** The bytes for a store, from which {@link #parse} makes an equal state. */
  public byte[] bytes() {
    return TrackerStateFormat.write(this);
  }

  /** Throws {@link IllegalArgumentException} when the bytes are no such state. */
  public static TrackerState parse(byte[] bytes) {
    return TrackerStateFormat.read(bytes);
  }
}
