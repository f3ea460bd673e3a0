package io.vedette.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.access.CameraScope;
import io.vedette.config.Secret;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
  private static final String ADD =
      "insert into note (id, kind, subject, at, name, text) values (?, 'track', 'gate/1', ?, ?, ?)";
  private static final String EVENT =
      "insert into event (seq, id, at, camera, type, run, body) values (?, ?, ?, ?, 'seen', 'live', '{}')";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldGiveBackWhatWasWrittenAfterOpeningAgain(Dialect dialect) {
    DatabaseAddress address = TestDatabases.empty(dialect, folder);
    String text = "'; drop table note; -- \u00e4\ud83d\ude00";
    try (Database database = new Database(address)) {
      database.write(sql -> sql.update(ADD, "gate/1", 17L, "anna", text));
    }

    try (Database database = new Database(address)) {
      assertThat(
              database.<List<String>>read(
                  sql ->
                      sql.list(
                          "select text, at from note where id = ?",
                          row -> row.text("text") + row.number("at"),
                          "gate/1")))
          .containsExactly(text + 17);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldWriteAllOrNothing(Dialect dialect) {
    try (Database database = new Database(TestDatabases.empty(dialect, folder))) {
      assertThatThrownBy(
              () ->
                  database.write(
                      sql -> {
                        sql.update(ADD, "gate/1", 17L, "anna", "first");
                        throw new IllegalArgumentException("cut off");
                      }))
          .hasMessage("cut off");
      assertThatThrownBy(
              () ->
                  database.write(
                      sql -> {
                        sql.batch(ADD, List.of(note("gate/2"), note("gate/2")));
                        return true;
                      }))
          .isInstanceOf(IllegalStateException.class);

      assertThat(notes(database)).isEmpty();
    }
  }

  private static List<Object> note(String id) {
    return Arrays.asList(id, 1L, "anna", "t");
  }

  private static List<String> notes(Database database) {
    return database.read(sql -> sql.list("select id from note order by id", row -> row.text("id")));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTakeTheWritesOfManyThreads(Dialect dialect) throws Exception {
    try (Database database = new Database(TestDatabases.empty(dialect, folder))) {
      ExecutorService threads = Executors.newFixedThreadPool(6);
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        String id = "gate/" + i;
        writes.add(
            threads.submit(
                () -> {
                  notes(database);
                  database.write(sql -> sql.update(ADD, note(id).toArray()));
                }));
      }
      for (Future<?> write : writes) {
        write.get();
      }
      threads.shutdown();

      assertThat(notes(database)).hasSize(120);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldRefuseToWriteOverAReader(Dialect dialect) {
    try (Database database = new Database(TestDatabases.empty(dialect, folder))) {
      assertThatThrownBy(() -> database.read(sql -> sql.update(ADD, note("gate/1").toArray())))
          .isInstanceOf(RuntimeException.class);

      assertThat(notes(database)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldShowOnlyTheCamerasOfAScope(Dialect dialect) {
    try (Database database = new Database(TestDatabases.empty(dialect, folder))) {
      database.write(
          sql -> {
            sql.batch(
                EVENT,
                List.of(
                    List.of(1L, "a", 1L, "gate"),
                    List.of(2L, "b", 2L, "yard"),
                    List.of(3L, "c", 3L, "dock")));
            return true;
          });

      assertThat(seen(database, CameraScope.ALL)).containsExactly("a", "b", "c");
      assertThat(seen(database, CameraScope.of(Set.of("yard", "gate")))).containsExactly("a", "b");
      assertThat(seen(database, CameraScope.NONE)).isEmpty();
      assertThat(seen(database, CameraScope.of(Set.of("') or 1 = 1 --")))).isEmpty();
    }
  }

  private static List<String> seen(Database database, CameraScope scope) {
    return database.read(
        sql ->
            sql.list(
                new Query("select id from event")
                    .seenBy(scope)
                    .where("seq < ?", 10L)
                    .then("order by seq"),
                row -> row.text("id")));
  }

  @Test
  void shouldRefuseASecondUserOfTheFile() {
    DatabaseAddress address = TestDatabases.empty(Dialect.SQLITE, folder);
    try (Database first = new Database(address)) {
      assertThatThrownBy(() -> new Database(address))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.action()).isEqualTo(Failure.Action.STOP);
                assertThat(failure).hasMessageContaining("in use by another process");
              });
      assertThat(first.isEmbedded()).isTrue();
    }
    new Database(address).close();
  }

  @Test
  void shouldKeepItsFilesToItsUser() throws IOException {
    DatabaseAddress address = TestDatabases.empty(Dialect.SQLITE, folder);
    try (Database database = new Database(address);
        Stream<Path> files = Files.walk(address.folder())) {
      database.write(sql -> sql.update(ADD, note("gate/1").toArray()));
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .doesNotContain(
                          PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "CIFS", "smb3", "fuse.sshfs"})
  void shouldRefuseNetworkDisks(String type) {
    assertThatThrownBy(() -> EmbeddedFile.requireLocal(folder, type))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("expected a local disk, found " + type);
  }

  @Test
  void shouldTellAFileThatIsNoDatabase() throws IOException {
    Files.createDirectories(folder.resolve("console"));
    Files.writeString(folder.resolve("console/console.db"), "this is no database".repeat(1000));

    assertThatThrownBy(() -> new Database(DatabaseAddress.embedded(folder.resolve("console"))))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("vedette console rebuild");
  }

  @Test
  void shouldTryAgainWhenPostgresIsAway() {
    DatabaseAddress nowhere =
        new DatabaseAddress(
            folder, "jdbc:postgresql://localhost:1/x", "anna", new Secret("s3cret"));
    try (Database database = new Database(nowhere)) {
      assertThatThrownBy(() -> notes(database))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.action()).isEqualTo(Failure.Action.RETRY);
                assertThat(failure.getMessage()).doesNotContain("s3cret");
              });
    }
  }

  @Test
  void shouldTellALoginThatIsRefused() {
    DatabaseAddress right = TestDatabases.empty(Dialect.POSTGRESQL, folder);
    DatabaseAddress wrong =
        new DatabaseAddress(folder, right.url() + "_missing", "postgres", new Secret("s3cret"));
    try (Database database = new Database(wrong)) {
      assertThatThrownBy(() -> notes(database))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.action()).isEqualTo(Failure.Action.STOP);
                assertThat(failure).hasMessageContaining("check console.database");
              });
    }
  }
}
