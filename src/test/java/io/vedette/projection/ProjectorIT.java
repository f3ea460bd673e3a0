package io.vedette.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.cli.Main;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.runtime.TestSupervision;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The projection of a real broker's records into real databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectorIT {
  private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int EVENTS = 12_000;
  private static final int DEFECTS = 20;

  /** What each table has, without the numbers that depend on the order of partitions. */
  private static final Map<String, String> COLUMNS =
      Map.of(
          "event",
          "id, at, camera, type, label, zone, line, track, confidence, run, body, reviewed",
          "track",
          "id, camera, number, label, started, seen, ended, top, zones, best",
          "alert",
          "id, at, camera, rule, place, message, objects, run, body",
          "coverage",
          "camera, role, node, ended, began, captured, inferred, counts",
          "window_count",
          "id, camera, length, began, kind, name, label, first, second, dwell",
          "review",
          "subject, at, account, name",
          "note",
          "id, kind, subject, at, account, name, text",
          "progress",
          "topic, partition_number, next_offset");

  @TempDir static Path folder;
  private final AtomicInteger made = new AtomicInteger();
  private EmbeddedBroker broker;
  private KafkaAccess kafka;
  private KafkaProducer<String, byte[]> producer;

  @BeforeAll
  void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), Settings.defaults(TransportSettings.class));
    producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
  }

  @AfterAll
  void stop() {
    producer.close();
    broker.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldHaveEachRecordOnceThoughItIsKilledAgainAndAgain(Dialect dialect) throws Exception {
    Site site = new Site(dialect);
    site.publish(0, EVENTS / 2);
    DatabaseAddress address = TestDatabases.empty(dialect, site.data());
    for (int kill = 1; kill <= 3; kill++) {
      Process console = site.console(address);
      site.publish(EVENTS / 2 + (kill - 1) * 500, EVENTS / 2 + kill * 500);
      long before = site.written(address);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> site.written(address) > before || !console.isAlive());
      assertThat(console.isAlive()).as(site.log()).isTrue();
      console.destroyForcibly().waitFor();
    }
    site.publish(EVENTS / 2 + 1500, EVENTS);

    Map<String, List<String>> killed = site.rowsAfterAll(site.atHome(address));
    Map<String, List<String>> undisturbed =
        site.rowsAfterAll(TestDatabases.empty(dialect, folder.resolve("undisturbed")));

    assertThat(killed.get("event").size()).isEqualTo(EVENTS + 3);
    assertThat(Set.copyOf(killed.get("event")).size()).isEqualTo(EVENTS + 3);
    assertThat(killed.get("review")).hasSize(EVENTS / 10);
    assertThat(killed.get("note")).hasSize(EVENTS / 10);
    assertThat(killed.get("event").stream().filter(row -> row.endsWith(" 1"))).hasSize(EVENTS / 10);
    killed.forEach(
        (table, rows) -> assertThat(difference(rows, undisturbed.get(table))).as(table).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldReadAllAgainWhenItIsCleared(Dialect dialect) {
    Site site = new Site(dialect);
    site.publish(0, 2_000);
    DatabaseAddress address = TestDatabases.empty(dialect, folder.resolve("cleared"));
    Map<String, List<String>> before = site.rowsAfterAll(address);

    try (Database database = new Database(address)) {
      Projector.clear(database);
      assertThat(rows(database).get("event")).isEmpty();
    }

    assertThat(site.rowsAfterAll(address).equals(before)).isTrue();
    assertThat(before.get("window_count")).hasSize(1).first().asString().contains(" 40 20 ");
    assertThat(before.get("track")).isNotEmpty();
    assertThat(before.get("alert")).hasSize(50);
    assertThat(before.get("coverage")).hasSize(3 * 2 * 30);
    assertThat(before.get("review")).hasSize(200);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldDropWhatIsOlderThanItIsKept(Dialect dialect) {
    Site site = new Site(dialect);
    site.publish(0, 7_000);
    DatabaseAddress address = TestDatabases.empty(dialect, folder.resolve("kept"));
    site.rowsAfterAll(address);
    try (Database database = new Database(address)) {
      Duration keep = Duration.ofDays(1);
      InstantSource clock = InstantSource.fixed(BEGIN.plusMillis(6_500 * 100).plus(keep));
      Retention retention = new Retention(database, keep, clock);
      int rounds = 1;
      while (retention.round()) {
        rounds++;
      }

      assertThat(rounds).isGreaterThan(1);
      assertThat(rows(database).get("event")).hasSize(500);
      assertThat(rows(database).get("alert")).isEmpty();
      assertThat(rows(database).get("review")).hasSize(50);
      assertThat(rows(database).get("note")).hasSize(50);
      assertThat(rows(database).get("coverage")).hasSize(3 * 2 * 20);
    }
  }

  private static List<String> difference(List<String> one, List<String> other) {
    List<String> missing = new ArrayList<>(one);
    missing.removeAll(Set.copyOf(other));
    List<String> more = new ArrayList<>(other);
    more.removeAll(Set.copyOf(one));
    missing.addAll(more);
    return missing.stream().limit(4).toList();
  }

  private static Map<String, List<String>> rows(Database database) {
    Map<String, List<String>> tables = new LinkedHashMap<>();
    COLUMNS.forEach(
        (table, columns) -> tables.put(table, rows(database, table, columns.split(", "))));
    return tables;
  }

  private static List<String> rows(Database database, String table, String... columns) {
    return database
        .<List<String>>read(
            sql ->
                sql.list(
                    "select * from " + table,
                    row -> {
                      List<String> values = new ArrayList<>();
                      for (String column : columns) {
                        values.add(row.maybeText(column));
                      }
                      return String.join(" ", values.stream().map(String::valueOf).toList());
                    }))
        .stream()
        .sorted()
        .toList();
  }

  /** Topics of their own, what is in them, and consoles that read them. */
  private final class Site {
    private final String prefix = "site" + made.incrementAndGet();
    private final Topics topics =
        new Topics(
            new Settings(Map.of()).put("prefix", prefix, "test").bind(TransportSettings.class));
    private final SampleRecords samples =
        new SampleRecords(topics, List.of("gate", "yard", "dock"), BEGIN, Duration.ofMillis(100));

    private Site(Dialect dialect) {
      topics.ensure(kafka);
      send(samples.states());
      send(samples.defects(DEFECTS));
      send(samples.coverage(30));
      send(samples.counts(40));
      send(samples.alerts(50));
    }

    Path data() {
      return folder.resolve(prefix);
    }

    void publish(int from, int to) {
      send(samples.events(from, to));
      send(samples.events(from, Math.min(from + 50, to))); // some are there twice
      send(samples.reviews(from, to)); // read before or after their events
    }

    private void send(List<ProducerRecord<String, byte[]>> records) {
      records.forEach(producer::send);
      producer.flush();
    }

    /** The embedded database of a process is where its settings say. */
    DatabaseAddress atHome(DatabaseAddress address) {
      return address.url() == null ? DatabaseAddress.embedded(data().resolve("console")) : address;
    }

    Process console(DatabaseAddress address) throws IOException {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "console"));
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("data", data().toString());
      settings.put("transport.prefix", prefix);
      settings.put("console.port", "0");
      settings.put("http.port", "0");
      broker.clientProperties().forEach((key, value) -> settings.put("kafka." + key, value));
      if (address.url() != null) {
        settings.put("console.database", address.url());
        settings.put("console.database-user", address.user());
        settings.put("console.database-password", "${DATABASE_PASSWORD}");
      }
      settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      if (address.password() != null) {
        builder.environment().put("DATABASE_PASSWORD", address.password().value());
      }
      return builder.redirectOutput(logFile().toFile()).start();
    }

    private Path logFile() {
      return folder.resolve(prefix + ".log");
    }

    /** What the latest console has written. */
    String log() throws IOException {
      return Files.readString(logFile());
    }

    /** How many events a console has written so far, as one sees it from outside. */
    long written(DatabaseAddress address) {
      DatabaseAddress home = atHome(address);
      String url =
          home.url() == null ? "jdbc:sqlite:" + home.folder().resolve("console.db") : home.url();
      String password = home.password() == null ? null : home.password().value();
      if (home.url() == null && !home.folder().resolve("console.db").toFile().exists()) {
        return 0;
      }
      try (Connection connection = DriverManager.getConnection(url, home.user(), password);
          Statement statement = connection.createStatement();
          ResultSet counted = statement.executeQuery("select count(*) from event")) {
        return counted.next() ? counted.getLong(1) : 0;
      } catch (SQLException e) {
        return 0; // its tables are not there yet
      }
    }

    /** All rows once everything that Kafka has is read. */
    Map<String, List<String>> rowsAfterAll(DatabaseAddress address) {
      try (Database database = new Database(address);
          Projector projector =
              new Projector(
                  kafka,
                  topics,
                  new Projector.Store(database, Duration.ofDays(1000), InstantSource.system()),
                  TestSupervision.make().separate())) {
        projector.start();
        await().atMost(PATIENCE).until(() -> projector.lag() == 0);
        return rows(database);
      }
    }
  }
}
