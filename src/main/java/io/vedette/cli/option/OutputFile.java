package io.vedette.cli.option;

import io.vedette.file.FileReason;
import io.vedette.file.WholeFile;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The output files of commands: checked before the work, written whole or not at all. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Checks that a file can be written there, before work whose result it is to hold.
   *
   * @throws Failure of action STOP when it cannot
   */
  public static void require(Path file) {
    if (Files.isDirectory(file)) {
      throw Failure.stop(file + " cannot be written: it is a folder");
    }
    requireFolder(file.toAbsolutePath().getParent());
  }

  /**
   * Checks that a folder is there or can be made.
   *
   * @throws Failure of action STOP when it cannot
   */
  public static void requireFolder(@Nullable Path folder) {
    @Nullable Path there = folder == null ? null : folder.toAbsolutePath();
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw Failure.stop("folder %s cannot be made: %s is no folder".formatted(folder, there));
    }
    if (there != null && !Files.isWritable(there)) {
      throw Failure.stop("folder %s cannot be written to: permission denied".formatted(there));
    }
  }

  /**
   * Writes a file whole, with the folders that are missing.
   *
   * @throws Failure of action STOP when it cannot be written
   */
  public static void write(Path file, byte[] bytes) {
    try {
      folder(file.toAbsolutePath().getParent());
      WholeFile.write(file, out -> out.write(bytes));
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be written: " + FileReason.of(e), e);
    }
  }

  /**
   * Creates a folder where there is none.
   *
   * @throws Failure of action STOP when it cannot be made
   */
  public static void folder(@Nullable Path folder) {
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw Failure.stop("folder " + folder + " cannot be made: " + FileReason.of(e), e);
    }
  }
}
