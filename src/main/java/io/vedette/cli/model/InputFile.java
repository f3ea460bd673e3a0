package io.vedette.cli.model;

import io.vedette.runtime.Failure;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command reads only after other work, and asks for at its beginning. */
final class InputFile {
  private InputFile() {}

  /**
   * Checks that a file is there.
   *
   * @param option that names it
   * @throws Failure of action STOP when it is not
   */
  static void require(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw Failure.stop("%s %s: it is a folder; expected a file".formatted(option, file));
    }
    if (!Files.isRegularFile(file)) {
      throw Failure.stop("%s %s: there is no such file".formatted(option, file));
    }
    if (!Files.isReadable(file)) {
      throw Failure.stop("%s %s: permission denied".formatted(option, file));
    }
  }
}
