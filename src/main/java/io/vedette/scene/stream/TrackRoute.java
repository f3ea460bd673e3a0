package io.vedette.scene.stream;

/**
 * The topics a track worker joins. Immutable.
 *
 * @param detections read, key = camera id
 * @param cameras the cameras' settings, read whole
 * @param events written
 * @param rejected what cannot be used
 */
public record TrackRoute(String detections, String cameras, String events, String rejected) {}
