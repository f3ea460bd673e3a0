package io.vedette.track;

import io.vedette.event.FrameDetections;
import io.vedette.transport.topic.Topics;

/**
 * The topics that a track worker reads and writes; the key is the camera's id in all of them except
 * the counts. Immutable.
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
    return of(topics, FrameDetections.LIVE);
  }

  /** Those of a run: live, a shadow or a replay. */
  public static TrackRoute of(Topics topics, String run) {
    return new TrackRoute(
        topics.detections(run),
        topics.cameras(),
        topics.events(run),
        topics.counts(run),
        topics.alerts(run),
        topics.rejected());
  }
}
