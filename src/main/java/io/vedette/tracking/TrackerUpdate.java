package io.vedette.tracking;

import java.util.List;

/**
 * The effect of one frame on the tracks of a camera. Immutable.
 *
 * @param applied false for a late frame, which changed nothing
 * @param tracks the believed ones, confirmed and lost, oldest first
 * @param confirmed tracks that are confirmed from this frame on
 * @param found tracks that were lost and are seen again
 * @param lost tracks that are not seen for the first time
 * @param removed confirmed tracks that have ended
 */
public record TrackerUpdate(
    boolean applied,
    List<Track> tracks,
    List<Track> confirmed,
    List<Track> found,
    List<Track> lost,
    List<Track> removed) {
  public TrackerUpdate {
    tracks = List.copyOf(tracks);
    confirmed = List.copyOf(confirmed);
    found = List.copyOf(found);
    lost = List.copyOf(lost);
    removed = List.copyOf(removed);
  }
}
