package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.store.DatabaseAddress;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipe for PostgreSQL as Kafka Connect runs it: a standalone worker and Debezium's sink. */
class ConnectIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOPIC = "vedette.events";
  private static final Path EVENTS = Path.of("src/test/resources/golden/scene-records-2.jsonl");
  private static final String GROUP = "connect-vedette-postgresql";

  @TempDir Path folder;

  @Test
  void shouldPutEachEventIntoPostgresqlOnce() throws Exception {
    List<String> events =
        Files.readAllLines(EVENTS).stream().filter(line -> line.contains("\"type\":\"")).toList();
    DatabaseAddress database = TestDatabases.empty(Dialect.POSTGRESQL, folder);
    try (EmbeddedBroker broker = broker();
        Connection sql = DriverManager.getConnection(database.url(), database.user(), "postgres")) {
      execute(sql, Files.readString(ConnectRecipes.FOLDER.resolve("postgresql.sql")));
      makeTopic(broker);
      send(broker, events);
      Path worker = worker(broker);
      Path recipe = recipe(database);

      run(worker, recipe, () -> count(sql, "true") == events.size());
      assertRows(sql, events);
      forgetOffsets(broker);
      send(broker, events.subList(0, 1));
      run(worker, recipe, () -> count(sql, "true") == events.size() + 1);
    }
  }

  private EmbeddedBroker broker() {
    EmbeddedBroker broker =
        new EmbeddedBroker(
            folder.resolve("broker"),
            new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    return broker;
  }

  private static void makeTopic(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get(1, TimeUnit.MINUTES);
    }
  }

  /** In a transaction that counts, after one that does not. */
  private static void send(EmbeddedBroker broker, List<String> events) {
    Map<String, Object> properties = new HashMap<>(broker.clientProperties());
    properties.put("transactional.id", "test");
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record("{\"id\":\"given up\",\"type\":\"none\",\"camera\":\"gate\"}"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      events.forEach(event -> producer.send(record(event)));
      producer.commitTransaction();
    }
  }

  private static ProducerRecord<String, byte[]> record(String event) {
    return new ProducerRecord<>(TOPIC, "gate", event.getBytes(StandardCharsets.UTF_8));
  }

  /** The worker's file with this broker's address and login. */
  private Path worker(EmbeddedBroker broker) throws IOException {
    Map<String, String> properties = ConnectRecipes.read("worker");
    broker
        .clientProperties()
        .forEach(
            (key, value) -> {
              properties.put(key, value);
              properties.put("consumer." + key, value);
            });
    properties.put("offset.storage.file.filename", folder.resolve("offsets").toString());
    properties.put("plugin.path", Files.createDirectories(folder.resolve("plugins")).toString());
    properties.put("plugin.discovery", "service_load");
    properties.put("listeners", "http://127.0.0.1:0");
    properties.put("offset.flush.interval.ms", "1000");
    return write("worker", properties);
  }

  /** The recipe with this database's address, its login in a file of secrets. */
  private Path recipe(DatabaseAddress database) throws IOException {
    Path secrets =
        write(
            "secrets",
            Map.of("postgresql-user", database.user(), "postgresql-password", "postgres"));
    Map<String, String> properties = ConnectRecipes.read("postgresql");
    properties.replaceAll(
        (key, value) -> value.replace(ConnectRecipes.SECRETS, secrets.toString()));
    properties.put("connection.url", database.url());
    properties.put("consumer.override.auto.offset.reset", "earliest");
    return write("postgresql", properties);
  }

  private Path write(String name, Map<String, String> properties) throws IOException {
    Properties written = new Properties();
    written.putAll(properties);
    Path file = folder.resolve(name + ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      written.store(writer, null);
    }
    return file;
  }

  private interface Condition {
    boolean isMet() throws SQLException;
  }

  private static void run(Path worker, Path recipe, Condition until) throws IOException {
    Properties properties = new Properties();
    try (var file = Files.newBufferedReader(worker)) {
      properties.load(file);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    ConnectStandalone standalone = new ConnectStandalone();
    Connect<StandaloneHerder> connect = standalone.startConnect(settings);
    try {
      standalone.processExtraArgs(connect, new String[] {recipe.toString()});
      await().atMost(PATIENCE).until(until::isMet);
    } finally {
      connect.stop();
      connect.awaitStop();
    }
  }

  /** As if the worker had lost what it noted: it reads all again. */
  private static void forgetOffsets(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(broker.clientProperties()))) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                admin.deleteConsumerGroups(List.of(GROUP)).all().get(1, TimeUnit.MINUTES);
                return true;
              });
    }
  }

  private static void assertRows(Connection sql, List<String> events) throws SQLException {
    assertThat(count(sql, "id = 'given up'")).isZero();
    assertThat(count(sql, "event::jsonb ->> 'id' = id and camera = 'gate'"))
        .isEqualTo(events.size());
    assertThat(count(sql, "type = 'track.started' and label is not null and track is not null"))
        .isPositive();
    assertThat(count(sql, "captured_at between '2026-11-24T10:00:00Z' and '2026-11-24T11:00:00Z'"))
        .isPositive();
    assertThat(texts(sql)).containsExactlyInAnyOrderElementsOf(events);
  }

  private static long count(Connection sql, String condition) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet rows =
            statement.executeQuery("select count(*) from vedette_events where " + condition)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static List<String> texts(Connection sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = sql.createStatement();
        ResultSet rows = statement.executeQuery("select event from vedette_events")) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static void execute(Connection sql, String statements) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute(statements);
    }
  }
}
