package io.vedette.track;

import io.vedette.event.FrameDetections;
import io.vedette.transport.topic.Topics;

/**
 * The topics that a track worker reads and writes; the key is the camera's id in all of them except
 * the counts. Immutable.
 *
 * @param detections topic that is read
 * @param cameras topic of the cameras' settings, read whole
 * @param events topic that is written
 * @param counts topic that is written
 * @param alerts topic that is written
 * @param rejected topic of records that cannot be used
 */
public record TrackRoute(
    String detections,
    String cameras,
    String events,
    String counts,
    String alerts,
    String rejected) {
  /** The topics of live frames. */
  public static TrackRoute live(Topics topics) {
    return of(topics, FrameDetections.LIVE);
  }

  /** The topics of a run: live, a shadow or a replay. */
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
