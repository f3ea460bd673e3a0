package io.vedette.camera.link;

import io.vedette.config.DataSize;
import io.vedette.config.Setting;

/**
 * The limits of the bytes and memory that one camera may need; a camera that exceeds them is
 * disconnected, and tried again later. Immutable.
 *
 * @param pictureBytes largest number of bytes received from the end of one coded picture to the end
 *     of the next; FFmpeg holds up to 4.5 copies of it
 * @param pictureMemory largest memory of the decoded pictures that a decoder keeps
 */
public record LimitSettings(
    @Setting(
            value = "12MiB",
            doc = "Largest number of bytes from a camera until a picture is complete.")
        DataSize pictureBytes,
    @Setting(value = "64MiB", doc = "Largest number of bytes from a camera in a second.")
        DataSize bytesPerSecond,
    @Setting(
            value = "256MiB",
            doc =
                "Largest memory of the pictures that a camera's decoder keeps; 4K needs some 100MiB.")
        DataSize pictureMemory) {
  /** The defaults. */
  public static final LimitSettings DEFAULTS =
      new LimitSettings(DataSize.parse("12MiB"), DataSize.parse("64MiB"), DataSize.parse("256MiB"));

  private static final long LEAST = 1 << 16;

  public LimitSettings {
    atLeast("picture-bytes", pictureBytes);
    atLeast("bytes-per-second", bytesPerSecond);
    atLeast("picture-memory", pictureMemory);
  }

  private static void atLeast(String key, DataSize size) {
    if (size.bytes() < LEAST) {
      throw new IllegalArgumentException(key + ": expected at least 64KiB, found " + size);
    }
  }
}
