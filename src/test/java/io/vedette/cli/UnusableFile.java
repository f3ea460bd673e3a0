package io.vedette.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Random;

/** What may be wrong with a file or a folder. */
enum UnusableFile {
  ABSENT,
  /** An empty folder. */
  HOLLOW,
  /** A link to nothing. */
  DANGLING,
  UNREADABLE,
  EMPTY,
  RANDOM;

  String fileName(String ending) {
    return name().toLowerCase(Locale.ROOT) + ending;
  }

  /** Makes one in a folder. */
  Path make(Path folder, String ending) throws IOException {
    Path path = folder.resolve(fileName(ending));
    switch (this) {
      case ABSENT -> {}
      case HOLLOW -> Files.createDirectory(path);
      case DANGLING -> Files.createSymbolicLink(path, folder.resolve("nowhere"));
      case UNREADABLE -> makeUnreadable(path);
      case EMPTY -> Files.createFile(path);
      case RANDOM -> Files.write(path, noise());
    }
    return path;
  }

  /** Permissions do not bind root, for whom a file that fails when it is read stands in. */
  private static void makeUnreadable(Path path) throws IOException {
    Files.writeString(path, "hidden");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    if (Files.isReadable(path)) {
      Files.delete(path);
      Files.createSymbolicLink(path, Path.of("/proc/self/mem"));
    }
  }

  private static byte[] noise() {
    byte[] noise = new byte[64 << 10];
    new Random(3).nextBytes(noise);
    return noise;
  }
}
