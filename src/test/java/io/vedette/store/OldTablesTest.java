package io.vedette.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables with rows of a version before, brought up to date. */
class OldTablesTest {
  private static final Instant AT = Instant.parse("2026-11-24T22:40:16.123456Z");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldKnowWhichOldAlertsAreAboutNoObject(Dialect dialect) throws Exception {
    DatabaseAddress address = TestDatabases.empty(dialect, folder);
    migrate(address, dialect, "6");
    try (Connection connection = connect(address)) {
      insert(connection, alert(1, List.of(new Alert.Subject(12, "person", AT))));
      insert(connection, alert(2, List.of()));
    }

    try (Database database = new Database(address)) {
      List<String> rows =
          database.read(
              sql ->
                  sql.list(
                      "select seq, objects from alert order by seq",
                      row -> row.number("seq") + " " + row.number("objects")));
      assertThat(rows).containsExactly("1 1", "2 0");
    }
  }

  private static Alert alert(long sequence, List<Alert.Subject> subjects) {
    FrameReference frame = new FrameReference(17, sequence, AT, "rtcp", 640, 360, null);
    return new Alert(
        "full/yard",
        new Alert.Cause("full", "crowded", "yard", AT.minusSeconds(5)),
        new EventOrigin("gate", frame, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live"),
        subjects,
        0,
        List.of());
  }

  private static void migrate(DatabaseAddress address, Dialect dialect, String version)
      throws Exception {
    Files.createDirectories(address.folder());
    var unused =
        Flyway.configure()
            .locations("classpath:console/database")
            .placeholders(dialect.placeholders())
            .target(version)
            .dataSource(url(address), user(address), user(address))
            .load()
            .migrate();
  }

  private static void insert(Connection connection, Alert alert) throws Exception {
    try (PreparedStatement row =
        connection.prepareStatement(
            "insert into alert (seq, id, at, camera, rule, place, message, run, body)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      long sequence = alert.origin().frame().sequence();
      row.setLong(1, sequence);
      row.setString(2, alert.id());
      row.setLong(3, sequence);
      row.setString(4, alert.camera());
      row.setString(5, alert.cause().rule());
      row.setString(6, alert.cause().place());
      row.setString(7, alert.words());
      row.setString(8, alert.origin().run());
      row.setString(9, new String(alert.json(), StandardCharsets.UTF_8));
      row.executeUpdate();
    }
  }

  private static Connection connect(DatabaseAddress address) throws Exception {
    return DriverManager.getConnection(url(address), user(address), user(address));
  }

  private static String url(DatabaseAddress address) {
    return address.url() == null
        ? "jdbc:sqlite:" + address.folder().resolve(EmbeddedFile.NAME)
        : address.url();
  }

  /** The user, which is the password as well; empty for the embedded database. */
  private static String user(DatabaseAddress address) {
    return address.user() == null ? "" : address.user();
  }
}
