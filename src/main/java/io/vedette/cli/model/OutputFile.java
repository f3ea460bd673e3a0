package io.vedette.cli.model;

import io.vedette.file.FileReason;
import io.vedette.file.WholeFile;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The writing of output files, whole or not at all. */
final class OutputFile {
  private OutputFile() {}

  static void write(Path file, byte[] bytes) {
    try {
      folder(file.toAbsolutePath().getParent());
      WholeFile.write(file, out -> out.write(bytes));
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be written: " + FileReason.of(e), e);
    }
  }

  /** Creates a folder where there is none. */
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
