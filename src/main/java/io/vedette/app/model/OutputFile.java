package io.vedette.app.model;

import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Files that commands leave behind: whole or not at all. */
final class OutputFile {
  private OutputFile() {}

  static void write(Path file, byte[] bytes) {
    try {
      folder(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be written: " + FileReason.of(e), e);
    }
  }

  /** Makes a folder where there is none. */
  static void folder(@Nullable Path folder) {
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw Failure.stop("folder " + folder + " cannot be made: " + FileReason.of(e), e);
    }
  }
}
