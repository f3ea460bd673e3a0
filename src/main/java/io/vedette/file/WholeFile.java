package io.vedette.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The writer of files that are complete or unchanged, also after a crash. Thread-safe for different
 * files.
 */
public final class WholeFile {
  /** The content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; the stream stays open. */
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a file, and replaces a file that is there.
   *
   * @throws IOException when it cannot be written; then a former file is unchanged, and no
   *     temporary file is left
   */
  public static void write(Path file, Content content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      // No channel: an interrupt, as at the end of a training, would close it.
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        content.writeTo(out);
        out.getFD().sync();
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }
}
