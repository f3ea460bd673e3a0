package io.vedette.console.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.Callers;
import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import io.vedette.console.audit.AuditPart;
import io.vedette.console.search.EventPart;
import io.vedette.console.search.TrackPart;
import io.vedette.projection.Projector;
import io.vedette.projection.SampleRecords;
import io.vedette.runtime.Services;
import io.vedette.runtime.TestSupervision;
import io.vedette.store.Database;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.event.AuditLog;
import io.vedette.transport.event.ReviewLog;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Marks and notes over HTTP, through a real broker, into real databases. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EVENTS = 90;
  private static final Actor ANNA = new Actor("a", "anna", Role.OPERATOR, CameraScope.ALL);

  @TempDir static Path folder;
  private final AtomicInteger made = new AtomicInteger();
  private final Services broker = new Services();
  private Services services = new Services();
  private KafkaAccess kafka;
  private Topics topics;
  private SampleRecords samples;
  private Database database;
  private TestConsole console;
  private volatile Actor actor = ANNA;

  @BeforeAll
  void startBroker() {
    EmbeddedBroker started =
        broker.start(
            new EmbeddedBroker(
                folder.resolve("broker"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    kafka = new KafkaAccess(started.clientProperties(), Settings.defaults(TransportSettings.class));
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  private void start(Dialect dialect) {
    actor = ANNA;
    services = new Services();
    topics =
        new Topics(
            new Settings(Map.of())
                .put("prefix", "site" + made.incrementAndGet(), "test")
                .bind(TransportSettings.class));
    topics.ensure(kafka);
    samples =
        new SampleRecords(
            topics,
            List.of("gate", "yard", "dock"),
            Instant.now().minusSeconds(3600),
            Duration.ofSeconds(2));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer())) {
      samples.events(0, EVENTS).forEach(producer::send);
    }
    database = services.keep(new Database(TestDatabases.empty(dialect, folder.resolve("" + made))));
    copy();
    ReviewLog log = services.keep(new ReviewLog(kafka, topics.reviews()));
    AuditLog audit = services.keep(new AuditLog(kafka, topics.audit()));
    Vertx vertx = Vertx.vertx();
    console =
        new TestConsole(
            vertx,
            new Callers() {
              @Override
              public Future<Actor> of(RoutingContext context) {
                return Future.succeededFuture(actor);
              }
            },
            new EventPart(vertx, database),
            new TrackPart(database),
            new ReviewPart(database, log, InstantSource.system()),
            new NotePart(database, log, InstantSource.system()),
            new AuditPart(audit, InstantSource.system()));
  }

  private void copy() {
    Projector projector =
        new Projector(
            kafka,
            topics,
            new Projector.Store(database, Duration.ofDays(90), InstantSource.system()),
            TestSupervision.make().separate());
    services.start(projector);
    await().atMost(PATIENCE).until(() -> projector.lag() == 0);
  }

  @AfterEach
  void stop() {
    console.close();
    services.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldMarkEventsAndFindThoseThatNobodyHasLookedAt(Dialect dialect) {
    start(dialect);
    List<String> some = List.of(id(3), id(4), id(8), "no/such/event");

    JsonNode answer = mark(some, true).json();

    assertThat(texts(answer.path("done"))).containsExactly(id(3), id(4), id(8));
    assertThat(answer.path("failed").toString())
        .isEqualTo("[{\"id\":\"no/such/event\",\"reason\":\"not-found\"}]");
    assertThat(ids("?reviewed=true&limit=200")).containsExactly(id(8), id(4), id(3));
    assertThat(ids("?reviewed=false&limit=200")).hasSize(EVENTS - 3).doesNotContain(id(3));
    assertThat(console.get("/events/" + encoded(id(4))).json().at("/reviewed/name").asText())
        .isEqualTo("anna");

    mark(List.of(id(4)), false);

    assertThat(ids("?reviewed=true&limit=200")).containsExactly(id(8), id(3));
    assertThat(console.get("/events/" + encoded(id(4))).json().has("reviewed")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldMakeAllAgainFromKafkaAlone(Dialect dialect) {
    start(dialect);
    mark(List.of(id(0), id(1), id(2)), true);
    mark(List.of(id(1)), false);
    note("/events/" + encoded(id(0)), "the postman");
    String gone = note("/tracks/gate%2F0", "for nothing").json().path("id").asText();
    note("/tracks/gate%2F0", "on foot");
    assertThat(console.call("DELETE", "/notes/" + gone, "").status()).isEqualTo(204);
    String marked = console.get("/events?reviewed=true").json().path("events").toString();
    String notes = console.get("/tracks/gate%2F0/notes").text();

    Projector.clear(database);
    assertThat(ids("?limit=200")).isEmpty();
    copy();

    assertThat(ids("?reviewed=true")).hasSize(2);
    assertThat(
            withoutNumbers(console.get("/events?reviewed=true").json().path("events").toString()))
        .isEqualTo(withoutNumbers(marked));
    assertThat(console.get("/tracks/gate%2F0/notes").text()).isEqualTo(notes).contains("on foot");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldKeepNotesAsTheyWereWrittenAndLetTheirWritersRemoveThem(Dialect dialect) {
    start(dialect);
    String text = "<img src=x onerror=alert(1)> ' -- \u00e9\n=1+1";
    Reply made = note("/events/" + encoded(id(0)), text);
    assertThat(made.status()).isEqualTo(201);
    String id = made.json().path("id").asText();

    actor = new Actor("b", "ben", Role.OPERATOR, CameraScope.ALL);
    JsonNode read = console.get("/events/" + encoded(id(0)) + "/notes").json().path("notes");
    assertThat(read).hasSize(1);
    assertThat(read.get(0).path("text").asText()).isEqualTo(text);
    assertThat(read.get(0).path("name").asText()).isEqualTo("anna");
    assertThat(read.get(0).path("removable").asBoolean()).isFalse();
    assertThat(console.call("DELETE", "/notes/" + id, "").status()).isEqualTo(403);
    assertThat(console.get("/events/" + encoded(id(0))).json().path("notes").asInt()).isEqualTo(1);

    actor = ANNA;
    assertThat(console.call("DELETE", "/notes/" + id, "").status()).isEqualTo(204);
    assertThat(console.call("DELETE", "/notes/" + id, "").status()).isEqualTo(404);
    assertThat(note("/events/" + encoded(id(0)), "").status()).isEqualTo(400);
    assertThat(note("/events/" + encoded(id(0)), "a".repeat(2001)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldTakeNothingOfWhomItIsNotFor(Dialect dialect) {
    start(dialect);
    String foreign = id(0); // of gate
    String note = note("/events/" + encoded(foreign), "mine").json().path("id").asText();

    actor = new Actor("b", "ben", Role.OPERATOR, CameraScope.of(List.of("yard")));
    JsonNode answer = mark(List.of(foreign, id(1)), true).json();
    assertThat(texts(answer.path("done"))).containsExactly(id(1));
    assertThat(console.get("/events/" + encoded(foreign) + "/notes").status()).isEqualTo(404);
    assertThat(note("/events/" + encoded(foreign), "x").status()).isEqualTo(404);
    assertThat(note("/tracks/gate%2F0", "x").status()).isEqualTo(404);
    assertThat(console.call("DELETE", "/notes/" + note, "").status()).isEqualTo(404);

    actor = new Actor("v", "vera", Role.VIEWER, CameraScope.ALL);
    assertThat(mark(List.of(foreign), true).status()).isEqualTo(403);
    assertThat(note("/events/" + encoded(foreign), "x").status()).isEqualTo(403);
    assertThat(console.get("/events/" + encoded(foreign) + "/notes").json().path("notes"))
        .hasSize(1);

    actor = new Actor("r", "rita", Role.ADMIN, CameraScope.ALL);
    assertThat(console.get("/events?reviewed=true").json().path("events")).hasSize(1);
    assertThat(console.call("DELETE", "/notes/" + note, "").status()).isEqualTo(204);
    assertThat(console.get("/audit").text())
        .contains("putReviews", "addEventNote", "deleteNote", "mine");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldDoACallOnceThatIsSentAgain(Dialect dialect) {
    start(dialect);
    String[] once = {"Idempotency-Key", "one-and-the-same"};
    String path = "/events/" + encoded(id(0)) + "/notes";

    Reply first = console.call("POST", path, "{\"text\":\"a\"}", once);
    Reply again = console.call("POST", path, "{\"text\":\"a\"}", once);

    assertThat(again.text()).isEqualTo(first.text());
    assertThat(console.get(path).json().path("notes")).hasSize(1);
    assertThat(console.call("POST", path, "{\"text\":\"b\"}", once).status()).isEqualTo(422);
  }

  private String id(int number) {
    return samples.event(number).id();
  }

  private Reply mark(List<String> ids, boolean isReviewed) {
    String list = "[\"" + String.join("\",\"", ids) + "\"]";
    return console.call(
        "PUT", "/reviews", "{\"ids\":%s,\"reviewed\":%s}".formatted(list, isReviewed));
  }

  private Reply note(String subject, String text) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("text", text);
    return console.call("POST", subject + "/notes", body.toString());
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    console
        .get("/events" + query)
        .json()
        .path("events")
        .forEach(e -> ids.add(e.path("id").asText()));
    return ids;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String withoutNumbers(String events) {
    return events.replaceAll("\"seq\":\\d+", "");
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }
}
