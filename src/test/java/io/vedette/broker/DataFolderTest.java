package io.vedette.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path parent;

  private Path folder;

  @BeforeEach
  void make() {
    folder = parent.resolve("data");
    assumeTrue(PrivateFiles.areKnown(parent), "this file system knows no owners");
  }

  /** The modes of a file, or of a folder and all that is in it. */
  static Set<String> modes(Path root) throws IOException {
    Set<String> modes = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        if (!Files.isSymbolicLink(path)) {
          modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
      }
    }
    return modes;
  }

  static void widen(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void shouldMakeAFolderForItsOwnerAlone() throws Exception {
    try (DataFolder held = DataFolder.open(folder.resolve("deep/er"))) {
      assertThat(held.path()).isDirectory();
      assertThat(modes(folder)).containsExactlyInAnyOrder("rwx------", "rw-------");
    }
  }

  @Test
  void shouldTightenAFolderThatWasThereBefore() throws Exception {
    Path log = Files.createDirectories(folder.resolve("kafka/topic-0")).resolve("0.log");
    Path linked = Files.writeString(parent.resolve("elsewhere"), "x");
    for (Path file : new Path[] {log, folder.resolve("lock"), folder.resolve("kafka.address")}) {
      Files.writeString(file, "x");
      widen(file);
    }
    widen(linked);
    Files.createSymbolicLink(folder.resolve("kafka/link"), linked);
    widen(folder.resolve("kafka/topic-0"));
    widen(folder.resolve("kafka"));
    widen(folder);

    try (DataFolder held = DataFolder.open(folder)) {
      assertThat(modes(held.path())).containsExactlyInAnyOrder("rwx------", "rw-------");
      assertThat(modes(linked)).containsExactly("rwxrwxrwx");
    }
  }

  @Test
  void shouldLeaveOtherFilesOfAFolderAsTheyAre() throws Exception {
    Files.createDirectories(folder);
    Path program = Files.writeString(folder.resolve("run.sh"), "x");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path log = Files.createDirectories(folder.resolve("kafka")).resolve("0.log");
    Files.writeString(log, "x");

    try (DataFolder held = DataFolder.open(folder)) {
      assertThat(held.path()).isDirectory();
      assertThat(modes(program)).containsExactly("rwxr-xr-x");
      assertThat(modes(folder.resolve("kafka")))
          .containsExactlyInAnyOrder("rwx------", "rw-------");
      assertThat(modes(folder.resolve("lock"))).containsExactly("rw-------");
    }
  }

  @Test
  void shouldRefuseAFolderInWhichOthersMayPutFiles() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("notes.txt"), "x");
    widen(folder);

    assertThatThrownBy(() -> DataFolder.open(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("can be written by other users")
        .message()
        .hasLineCount(1);
  }

  @Test
  void shouldRefuseWhatBelongsToAnotherUser() throws Exception {
    Files.createDirectories(folder.resolve("kafka"));
    giveAway(folder.resolve("kafka"));
    assertRefused(folder.resolve("kafka"));

    Files.delete(folder.resolve("kafka"));
    giveAway(folder);
    assertRefused(folder);
  }

  @Test
  void shouldNotBelieveAnAccessThatOthersMayWrite() throws Exception {
    Files.createDirectories(folder);
    Path access = Files.writeString(BrokerAccess.file(folder), "bootstrap.servers=evil:9092\n");
    widen(access);

    assertThatThrownBy(() -> BrokerAccess.read(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("can be written by other users");

    Files.setPosixFilePermissions(access, PosixFilePermissions.fromString("rw-r--r--"));
    giveAway(access);
    assertThatThrownBy(() -> BrokerAccess.read(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("belongs to user");
  }

  private void assertRefused(Path path) {
    assertThatThrownBy(() -> DataFolder.open(folder))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(path + " belongs to user nobody, expected ")
        .message()
        .hasLineCount(1);
  }

  private static void giveAway(Path path) throws IOException {
    try {
      UserPrincipal nobody =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      Files.setAttribute(path, "posix:owner", nobody, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      abort("only root can give a file away (" + e + ")");
    }
  }
}
