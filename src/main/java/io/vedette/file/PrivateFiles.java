package io.vedette.file;

import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that only the user of this process may read or write, whatever the umask: modes
 * 0600 and 0700. On a file system without such rights, files are created without them. Thread-safe
 * for different files.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private PrivateFiles() {}

  /** Whether the file system of a folder that exists knows owners and their rights. */
  public static boolean areKnown(Path folder) {
    return Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
  }

  /** Creates a folder, and those above it that are missing. */
  public static void createFolder(Path folder) throws IOException {
    if (areKnown(Path.of("").toAbsolutePath())) {
      Files.createDirectories(folder, onlyFor(FOLDER));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** Writes a text in UTF-8 to a file, whole or not at all; replaces a file that is there. */
  public static void write(Path file, String text) throws IOException {
    // A temporary file is its owner's alone from the beginning.
    Path part = Files.createTempFile(folder(file), file.getFileName().toString(), ".part");
    try {
      Files.writeString(part, text, StandardCharsets.UTF_8, StandardOpenOption.SYNC);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  /**
   * Removes all rights of other users to a file, or to a folder and everything in it. Links in it
   * are not changed; files that disappear meanwhile are no error.
   *
   * @throws Failure of action STOP when something belongs to another user
   */
  public static void tighten(Path root) throws IOException {
    if (areKnown(root)) {
      UserPrincipal user = Files.getOwner(root);
      Files.walkFileTree(root.toRealPath(), new Tightening(user));
    }
  }

  /** The user that new files in a folder belong to: that of this process. */
  public static UserPrincipal user(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, ".user", ".part");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  /** Whether other users than its owner may change a file, or the content of a folder. */
  public static boolean isWritableByOthers(Path path) throws IOException {
    return areKnown(path)
        && Files.getPosixFilePermissions(path).stream().anyMatch(WRITE_OF_OTHERS::contains);
  }

  /**
   * Checks that only this process's user can have written a file.
   *
   * @throws Failure of action STOP when it is another user's, or others may write it
   */
  public static void requireTrusted(Path file) throws IOException {
    if (!areKnown(file)) {
      return;
    }
    UserPrincipal owner = Files.getOwner(file);
    UserPrincipal user = user(folder(file));
    if (!owner.equals(user)) {
      throw Failure.stop(
          "%s belongs to user %s; run this as that user, not as %s"
              .formatted(file, owner.getName(), user.getName()));
    }
    if (isWritableByOthers(file)) {
      throw Failure.stop("%s can be written by other users; remove it".formatted(file));
    }
  }

  /**
   * The attributes with which to create a private file in a folder; none on a file system without
   * such rights.
   */
  public static FileAttribute<?>[] fileAttributes(Path folder) {
    return areKnown(folder) ? new FileAttribute<?>[] {onlyFor(FILE)} : new FileAttribute<?>[0];
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
  }

  private static FileAttribute<Set<PosixFilePermission>> onlyFor(Set<PosixFilePermission> rights) {
    return PosixFilePermissions.asFileAttribute(rights);
  }

  private static final class Tightening extends SimpleFileVisitor<Path> {
    private final UserPrincipal user;

    private Tightening(UserPrincipal user) {
      this.user = user;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes ignored)
        throws IOException {
      return tighten(folder, FOLDER);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes kind) throws IOException {
      return kind.isSymbolicLink() ? FileVisitResult.CONTINUE : tighten(file, FILE);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e == null || e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private FileVisitResult tighten(Path path, Set<PosixFilePermission> rights) throws IOException {
      try {
        PosixFileAttributes found =
            Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.owner().equals(user)) {
          throw Failure.stop(
              "%s belongs to user %s, expected %s; move it away or change its owner"
                  .formatted(path, found.owner().getName(), user.getName()));
        }
        if (!rights.containsAll(found.permissions())) {
          Files.setPosixFilePermissions(path, rights);
        }
        return FileVisitResult.CONTINUE;
      } catch (NoSuchFileException e) {
        return FileVisitResult.SKIP_SUBTREE;
      }
    }
  }
}
