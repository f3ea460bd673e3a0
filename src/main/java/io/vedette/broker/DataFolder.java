package io.vedette.broker;

import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder of a node, locked by one process at a time. Confined to its opener's thread, but
 * for {@link #close}.
 *
 * <p>The lock is the operating system's: it ends with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final String LOCK = "lock";
  private static final Set<String> OURS =
      Set.of(
          LOCK,
          EmbeddedBroker.LOGS,
          BrokerSecret.FILE,
          BrokerAccess.FILE,
          BrokerAccess.KCAT_FILE,
          "kafka.address"); // of versions before

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder when it is not there, and takes it. What is in it is its owner's alone from
   * then on; in a folder that holds other files, too, those are left as they are.
   *
   * @throws Failure of action STOP when another process holds it, it cannot be written, or others
   *     could change what is in it
   */
  public static DataFolder open(Path path) {
    try {
      PrivateFiles.createFolder(path);
      requireOwn(path);
      tighten(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PrivateFiles.fileAttributes(path));
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

  /**
   * Takes from others their rights to what was written meanwhile: Kafka makes its files as the
   * umask of the process allows.
   *
   * @throws Failure of action STOP when something in it belongs to another user
   */
  public void tighten() {
    try {
      tighten(path);
    } catch (IOException e) {
      LOG.debug("rights of files in {} cannot be set", path, e);
    }
  }

  private static void requireOwn(Path path) throws IOException {
    if (!PrivateFiles.areKnown(path)) {
      LOG.info("data folder {}: its file system has no owners; other users may read it", path);
      return;
    }
    UserPrincipal owner = Files.getOwner(path);
    UserPrincipal user = PrivateFiles.user(path);
    if (!owner.equals(user)) {
      throw Failure.stop(
          "data folder %s belongs to user %s, expected %s; give a --data of your own"
              .formatted(path, owner.getName(), user.getName()));
    }
    if (!isOurs(path) && PrivateFiles.isWritableByOthers(path)) {
      throw Failure.stop(
          "data folder %s holds other files, too, and can be written by other users; give another --data"
              .formatted(path));
    }
  }

  private static void tighten(Path path) throws IOException {
    if (isOurs(path)) {
      PrivateFiles.tighten(path);
      return;
    }
    for (String name : OURS) {
      if (Files.exists(path.resolve(name))) {
        PrivateFiles.tighten(path.resolve(name));
      }
    }
  }

  /** Whether nothing but a node's state is in the folder, so that its own rights may be changed. */
  private static boolean isOurs(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.allMatch(
          entry ->
              OURS.contains(entry.getFileName().toString())
                  || entry.getFileName().toString().endsWith(".part"));
    }
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
