package io.vedette.offline;

import io.vedette.camera.VideoSource;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.file.FileReason;
import io.vedette.picture.jpeg.JpegHeader;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The opening of videos and pictures that are read whole, as fast as possible. Thread-safe. */
public final class MediaFile {
  private static final byte[] JPEG_BEGIN = {(byte) 0xFF, (byte) 0xD8};

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
            .put("url", "file:", "file")
            .put("fps", "0", "file")
            .put("pace", "fast", "file")
            .bind(CameraSettings.class)
            .withUrl("file:" + file); // a ${…} in its name is a name
    return VideoSource.ofFile(settings, modifiedAt(file));
  }

  /** FFmpeg would say no more of a huge JPEG than that there is no picture in it. */
  private static void refuseHuge(Path file) {
    try {
      if (isNamedJpeg(file) || isJpeg(file)) {
        JpegHeader.decodableSize(Files.readAllBytes(file));
      }
    } catch (Failure e) {
      throw Failure.skip(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failure.skip(file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  private static boolean isNamedJpeg(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  private static boolean isJpeg(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(JPEG_BEGIN.length), JPEG_BEGIN);
    } catch (IOException e) {
      return false; // opening it will tell what is wrong
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
