package io.vedette.scene.stream;

import io.vedette.transport.Topics;

/**
 * The topics a track worker joins; the key of all is the camera's id, but that of the counts.
 * Immutable.
 *
 * @param detections read
 * @param cameras the cameras' settings, read whole
 * @param events written
 * @param counts written
 * @param alerts written
 * @param rejected what cannot be used
 */
public record TrackRoute(
    String detections,
    String cameras,
    String events,
    String counts,
    String alerts,
    String rejected) {
  /** Those of detections of live frames. */
  public static TrackRoute live(Topics topics) {
    return new TrackRoute(
        topics.detections(),
        topics.cameras(),
        topics.events(),
        topics.counts(),
        topics.alerts(),
        topics.rejected());
  }
}
