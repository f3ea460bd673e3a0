package io.vedette.store;

import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The file of the embedded database, which a lock reserves for one process at a time. Thread-safe.
 */
final class EmbeddedFile implements AutoCloseable {
  /** The file's name in its folder. */
  static final String NAME = "console.db";

  private static final Pattern NETWORK =
      Pattern.compile("nfs.*|cifs|smb.*|fuse\\.(sshfs|smbnetfs|glusterfs|cephfs)|afs|ceph");

  private final Path file;
  private final FileChannel lock;

  private EmbeddedFile(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
  }

  /**
   * Locks the file of a folder, which is created where it is missing.
   *
   * @throws Failure of action STOP when another process has it, or no database can be in the folder
   */
  static EmbeddedFile take(Path folder) {
    try {
      PrivateFiles.createFolder(folder);
      requireLocal(folder, Files.getFileStore(folder).type());
      FileChannel lock =
          FileChannel.open(
              folder.resolve("console.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PrivateFiles.fileAttributes(folder));
      if (!isLocked(lock)) {
        lock.close();
        throw Failure.stop(
            "the console's database in %s is in use by another process; stop that one, or set console.database to a PostgreSQL for several consoles"
                .formatted(folder));
      }
      EmbeddedFile taken = new EmbeddedFile(folder.resolve(NAME), lock);
      taken.prepare(folder);
      return taken;
    } catch (IOException e) {
      throw Failure.stop(
          "the console's database in %s cannot be opened: %s".formatted(folder, FileReason.of(e)),
          e);
    }
  }

  /**
   * Checks that a file system is local: locks over a network cannot be trusted, nor can memory be
   * shared.
   */
  static void requireLocal(Path folder, String type) {
    if (NETWORK.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
      throw Failure.stop(
          "the console's database cannot be kept in %s: expected a local disk, found %s; set data to a folder of a local disk, or console.database to a PostgreSQL"
              .formatted(folder, type));
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process has it
    }
  }

  /** Sets the options that must be set before the first table, and once. */
  private void prepare(Path folder) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, PrivateFiles.fileAttributes(folder));
    }
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      var unused = statement.execute("pragma auto_vacuum = incremental");
      unused = statement.execute("pragma journal_mode = wal");
    } catch (SQLException e) {
      close();
      throw Failure.stop(
          "the console's database %s cannot be opened: %s; move it away and run: vedette console rebuild"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  String url() {
    return "jdbc:sqlite:" + file;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("a lock's file cannot be closed", e);
    }
  }
}
