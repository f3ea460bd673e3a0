package io.vedette.clip.pack;

import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The lock of a folder, which one process has at a time. Thread-safe. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder, which is created where it is missing.
   *
   * @throws Failure of action RETRY when another process has it, or it cannot be used
   */
  static FolderLock take(Path folder) {
    try {
      PrivateFiles.createFolder(folder);
      PrivateFiles.tighten(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("clips.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PrivateFiles.fileAttributes(folder));
      if (!isLocked(channel)) {
        channel.close();
        throw Failure.retry(
            "the pictures of clips in %s are in use by another process; stop that one, or set data to another folder"
                .formatted(folder),
            null);
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw Failure.retry(
          "pictures of clips cannot be kept in %s: %s".formatted(folder, FileReason.of(e)), e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a lock's file cannot be closed", e);
    }
  }
}
