package io.vedette.file;

import io.vedette.text.Count;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The reader of whole small files that settings name, such as certificates and secrets. It refuses
 * large files, and devices and pipes, which could block.
 */
public final class SmallFile {
  private SmallFile() {}

  /**
   * The content of a file.
   *
   * @param most largest number of bytes
   * @throws IOException with a reason for people ({@link FileReason}) when it cannot be read, is no
   *     regular file or too large
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    if (!found.isRegularFile()) {
      throw refusal(
          file, found.isDirectory() ? FileReason.FOLDER : "expected a file, found a device", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw refusal(file, "expected a file of up to " + Count.bytes(most), null);
      }
      return content;
    }
  }

  static FileSystemException refusal(Path file, String reason, @Nullable Exception cause) {
    FileSystemException refusal = new FileSystemException(file.toString(), null, reason);
    refusal.initCause(cause);
    return refusal;
  }
}
