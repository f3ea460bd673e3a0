package io.vedette.offline;

import io.vedette.camera.VideoSource;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.file.FileReason;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegHeader;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The opening of videos and pictures that are read whole, as fast as possible. Thread-safe. */
public final class MediaFile {
  private static final byte[] JPEG_BEGIN = {(byte) 0xFF, (byte) 0xD8};
  private static final byte[] PNG_BEGIN = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int PNG_SIZE_AT = 16;
  private static final int PNG_HEADER_BYTES = PNG_SIZE_AT + 2 * Integer.BYTES;

  private MediaFile() {}

  /**
   * The pictures of a file; caller closes. Unless the file says when it was recorded, its last
   * modification counts as that.
   *
   * @throws Failure of action RETRY or SKIP when it is no video or picture, or too large a one
   */
  public static VideoSource open(Path file) {
    if (Files.notExists(file)) {
      throw Failure.skip(file + " cannot be opened: there is no such file", null);
    }
    if (Files.isDirectory(file)) {
      throw Failure.skip(file + " cannot be opened: it is a folder; name the files in it", null);
    }
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

  /** FFmpeg would say no more of a huge picture than that there is none in the file. */
  private static void refuseHuge(Path file) {
    try {
      if (isNamedJpeg(file) || begins(file, JPEG_BEGIN)) {
        JpegHeader.decodableSize(Files.readAllBytes(file));
      } else if (begins(file, PNG_BEGIN)) {
        refuseHugePng(file);
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

  private static void refuseHugePng(Path file) throws IOException {
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(PNG_HEADER_BYTES);
    }
    if (header.length == PNG_HEADER_BYTES) {
      ByteBuffer size = ByteBuffer.wrap(header, PNG_SIZE_AT, 2 * Integer.BYTES);
      long width = Integer.toUnsignedLong(size.getInt());
      long height = Integer.toUnsignedLong(size.getInt());
      if (height > 0 && width > JpegDecoder.LARGEST_AREA / height) {
        throw Failure.skip(
            "PNG of %dx%d is too large; at most %d pixels are decoded"
                .formatted(width, height, JpegDecoder.LARGEST_AREA),
            null);
      }
    }
  }

  private static boolean begins(Path file, byte[] beginning) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(beginning.length), beginning);
    } catch (IOException e) {
      return false; // opening it will report what is wrong
    }
  }

  private static Instant modifiedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH; // opening it will report what is wrong
    }
  }
}
