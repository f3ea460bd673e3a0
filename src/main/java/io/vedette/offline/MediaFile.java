package io.vedette.offline;

import io.vedette.camera.CameraSettings;
import io.vedette.camera.VideoSource;
import io.vedette.config.Settings;
import io.vedette.picture.JpegHeader;
import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Opens videos and pictures to be read whole, as fast as possible. Thread-safe. */
public final class MediaFile {
  private MediaFile() {}

  /**
   * The pictures of a file; caller closes. Unless the file tells when it was taken, its last
   * modification counts as that.
   *
   * @throws Failure of action RETRY or SKIP when it is no video or picture, or too large a one
   */
  public static VideoSource open(Path file) {
    refuseHuge(file);
    CameraSettings settings =
        new Settings(Map.of())
            .put("url", "file:" + file, "file")
            .put("fps", "0", "file")
            .put("pace", "fast", "file")
            .bind(CameraSettings.class);
    return VideoSource.ofFile(settings, modifiedAt(file));
  }

  /** FFmpeg would say no more of a huge JPEG than that there is no picture in it. */
  private static void refuseHuge(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
        JpegHeader.decodableSize(Files.readAllBytes(file));
      }
    } catch (Failure e) {
      throw Failure.skip(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failure.skip(file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  private static Instant modifiedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH; // opening it will tell what is wrong
    }
  }
}
