package io.vedette.ingest;

import io.vedette.camera.CameraSettings;
import io.vedette.transport.table.CameraRecord;
import org.jspecify.annotations.Nullable;

/**
 * A camera that is this node's to read. Immutable.
 *
 * @param settings null when its record cannot be used
 * @param session of its claim; 0 before it is claimed
 * @param sinceNanos when it was taken, by {@link System#nanoTime}
 */
record HeldCamera(
    CameraRecord record, @Nullable CameraSettings settings, long session, long sinceNanos) {

  /** The same once it is claimed. */
  HeldCamera claimed(long newSession) {
    return new HeldCamera(record, settings, newSession, System.nanoTime());
  }

  /** The same by a record that does not change how it is read. */
  HeldCamera with(CameraRecord changed) {
    return new HeldCamera(changed, settings, session, sinceNanos);
  }

  /** Whether to take it means to open it. */
  boolean isOpened() {
    return settings != null && settings.enabled();
  }

  double fps() {
    return settings == null ? 0 : settings.frames().fps();
  }
}
