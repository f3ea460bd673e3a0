package io.vedette.broker;

import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A node's folder, held by one process at a time. Confined to its opener's thread, but for {@link
 * #close}.
 *
 * <p>The lock is the operating system's: it ends with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder when it is not there, and takes it.
   *
   * @throws Failure of action STOP when another process holds it or it cannot be written
   */
  public static DataFolder open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      @Nullable FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw Failure.stop(
            "data folder " + path + " is in use by another vedette; end it or give another --data");
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw Failure.stop(
          "data folder %s cannot be used (%s); give a writable --data"
              .formatted(path, FileReason.of(e)),
          e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw Failure.stop("data folder " + path + " could not be released: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }
}
