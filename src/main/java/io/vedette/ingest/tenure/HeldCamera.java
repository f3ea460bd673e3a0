package io.vedette.ingest.tenure;

import io.vedette.camera.setting.CameraSettings;
import io.vedette.transport.table.CameraRecord;
import org.jspecify.annotations.Nullable;

/**
 * A camera that this node has claimed. Immutable.
 *
 * @param settings null when its record cannot be used
 * @param session the session of its claim; 0 before it is claimed
 * @param sinceNanos the time of its claim, by {@link System#nanoTime}
 */
public record HeldCamera(
    CameraRecord record, @Nullable CameraSettings settings, long session, long sinceNanos) {

  /** A camera that is about to be claimed. */
  public static HeldCamera wanted(CameraRecord record, @Nullable CameraSettings settings) {
    return new HeldCamera(record, settings, 0, 0);
  }

  public String id() {
    return record.id();
  }

  public int partition() {
    return record.partition();
  }

  /** The same camera once it is claimed. */
  HeldCamera claimed(long newSession, long nowNanos) {
    return new HeldCamera(record, settings, newSession, nowNanos);
  }

  /** The same camera with a record that does not change how it is read. */
  HeldCamera with(CameraRecord changed) {
    return new HeldCamera(changed, settings, session, sinceNanos);
  }

  /** Whether the camera is opened when it is taken. */
  public boolean isOpened() {
    return settings != null && settings.enabled();
  }

  public double fps() {
    return settings == null ? 0 : settings.frames().fps();
  }
}
