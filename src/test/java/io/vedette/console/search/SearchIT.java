package io.vedette.console.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.config.Settings;
import io.vedette.console.Callers;
import io.vedette.console.TestConsole;
import io.vedette.event.scene.SceneEvent;
import io.vedette.projection.ProjectionReaders;
import io.vedette.projection.SampleRecords;
import io.vedette.store.Database;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searching over HTTP in real databases. */
class SearchIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGIN = Instant.parse("2026-11-20T08:00:00Z");
  private static final int EVENTS = 900;
  private static final SampleRecords SAMPLES =
      new SampleRecords(
          new Topics(Settings.defaults(TransportSettings.class)),
          List.of("gate", "yard", "dock"),
          BEGIN,
          Duration.ofSeconds(2));

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private volatile CameraScope scope = CameraScope.ALL;
  private volatile Role role = Role.VIEWER;
  private Database database;
  private TestConsole console;
  private ProjectionReaders projection;

  private void start(Dialect dialect) {
    database = new Database(TestDatabases.empty(dialect, folder));
    projection = new ProjectionReaders(database);
    projection.store(SAMPLES.events(0, EVENTS));
    projection.store(SAMPLES.coverage(10));
    projection.store(SAMPLES.counts(4));
    projection.store(SAMPLES.alerts(30));
    console =
        new TestConsole(
            new Callers() {
              @Override
              public Future<Actor> of(RoutingContext context) {
                return Future.succeededFuture(new Actor("1", "anna", role, scope));
              }
            },
            new EventPart(vertx, database),
            new TrackPart(database),
            new CoveragePart(database, InstantSource.fixed(BEGIN.plusSeconds(600))));
  }

  @AfterEach
  void stop() {
    console.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    database.close();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldFindWhatAFilterSaysInPagesThatAreDisjointAndWhole(Dialect dialect) {
    start(dialect);

    expect("", event -> true);
    expect("&camera=gate", event -> event.camera().equals("gate"));
    expect("&camera=gate&camera=dock", event -> !event.camera().equals("yard"));
    expect("&label=person", event -> event.track().label().equals("person"));
    expect("&zone=yard", event -> event.zone() != null && event.zone().name().equals("yard"));
    expect("&line=door", event -> event.line() != null);
    expect("&type=track.ended", event -> event.type().wireName().equals("track.ended"));
    expect("&track=gate%2F3", event -> event.track().id(event.camera()).equals("gate/3"));
    expect("&min_confidence=0.7", event -> event.track().after().confidence() >= 0.7);
    expect(
        "&from=2026-11-20T08:05:00Z&to=2026-11-20T08:10:00Z&camera=yard",
        event ->
            event.camera().equals("yard")
                && !event.at().isBefore(BEGIN.plusSeconds(300))
                && event.at().isBefore(BEGIN.plusSeconds(600)));
    expect("&label=' or 1=1 --".replace(" ", "%20"), event -> false);

    scope = CameraScope.of(List.of("yard"));
    expect("", event -> event.camera().equals("yard"));
    scope = CameraScope.NONE;
    expect("", event -> false);
  }

  private void expect(String filter, Predicate<SceneEvent> condition) {
    List<String> found = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = console.get("/events?limit=70" + filter + next).json();
      page.path("events").forEach(event -> found.add(event.path("id").asText()));
      next = page.path("next").isNull() ? "" : "&after=" + page.path("next").asText();
    } while (!next.isEmpty());

    assertThat(found)
        .as(filter)
        .containsExactlyElementsOf(
            IntStream.iterate(EVENTS - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(SAMPLES::event)
                .filter(condition)
                .map(SceneEvent::id)
                .toList());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldShowNothingOfForeignCameras(Dialect dialect) {
    start(dialect);
    String id = URLEncoder.encode(SAMPLES.event(0).id(), StandardCharsets.UTF_8);
    String day = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
    assertThat(console.get("/events/" + id).json().at("/record/model/digest").asText())
        .isEqualTo("9f2c41d07a3e");
    assertThat(console.get("/tracks/gate%2F3").json().path("events")).hasSize(5);
    assertThat(counted(console.get("/histogram?step=3600&" + day).json())).isEqualTo(EVENTS);

    scope = CameraScope.of(List.of("yard"));

    assertThat(console.get("/events/" + id).status()).isEqualTo(404);
    assertThat(console.get("/tracks/gate%2F3").status()).isEqualTo(404);
    assertThat(console.get("/events?camera=gate").status()).isEqualTo(404);
    assertThat(console.get("/events.csv?camera=gate").status()).isEqualTo(404);
    assertThat(console.get("/events/stream?camera=gate").status()).isEqualTo(404);
    assertThat(console.get("/coverage?camera=gate").status()).isEqualTo(404);
    assertThat(counted(console.get("/histogram?step=3600&" + day).json())).isEqualTo(EVENTS / 3);
    for (String path : List.of("/tracks", "/alerts", "/ledger", "/counts?" + day, "/events.csv")) {
      assertThat(console.get(path).text()).as(path).doesNotContain("gate").doesNotContain("dock");
    }
  }

  private static int counted(JsonNode histogram) {
    int sum = 0;
    for (JsonNode count : histogram.path("counts")) {
      sum += count.path("count").asInt();
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldSayWhatBecameOfFrames(Dialect dialect) {
    start(dialect);
    projection.store(SAMPLES.states());

    JsonNode ledger = console.get("/ledger").json().path("cameras").get(1);
    assertThat(ledger.toString())
        .isEqualTo(
            "{\"camera\":\"gate\",\"captured\":3000,\"inferred\":2900,\"dropped\":{\"overload\":100},\"difference\":0}");
    JsonNode coverage = console.get("/coverage?camera=gate&step=300").json();
    assertThat(coverage.path("steps")).hasSize(12);
    assertThat(coverage.at("/steps/9/grade").asText()).isEqualTo("none");
    assertThat(coverage.at("/steps/10/grade").asText()).isEqualTo("partly");
    assertThat(coverage.at("/steps/10/captured").asInt()).isEqualTo(1500);
    assertThat(coverage.at("/states/0/state").asText()).isEqualTo("live");
    assertThat(console.get("/event-values").json().path("types")).hasSize(12);
    JsonNode count =
        console.get("/counts?window=1m&to=2026-11-21T00:00:00Z").json().at("/counts/0");
    assertThat(count.path("first").asInt()).isEqualTo(4);
    JsonNode alerts = console.get("/alerts?limit=20").json();
    assertThat(alerts.path("alerts")).hasSize(20);
    assertThat(
            console
                .get("/alerts?limit=20&after=" + alerts.path("next").asText())
                .json()
                .path("alerts"))
        .hasSize(10);
    JsonNode tracks = console.get("/tracks?limit=200&label=dog").json().path("tracks");
    assertThat(tracks).hasSize(45);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldOfferTheValuesOfEventsFromTheFirstOneOn(Dialect dialect) {
    start(dialect);

    JsonNode values = console.get("/event-values").json();
    assertThat(values.path("labels").toString())
        .isEqualTo("[\"bicycle\",\"car\",\"dog\",\"person\"]");
    assertThat(values.path("zones").toString()).isEqualTo("[\"ramp\",\"street\",\"yard\"]");
    assertThat(values.path("lines").toString()).isEqualTo("[\"door\"]");

    database.write(sql -> sql.update("update event set zone = 'lane' where camera = 'dock'"));
    scope = CameraScope.of(List.of("dock"));
    assertThat(console.get("/event-values").json().path("zones").toString())
        .isEqualTo("[\"lane\"]");
    scope = CameraScope.NONE;
    assertThat(console.get("/event-values").json().path("labels")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldRefuseWhatTheContractDoesNotTake(Dialect dialect) {
    start(dialect);
    String next = console.get("/events?limit=5").json().path("next").asText();

    for (String path :
        List.of(
            "/events?limit=0",
            "/events?limit=201",
            "/events?type=x",
            "/events?from=yesterday",
            "/events?from=9999-01-01T00:00:00Z",
            "/events?camera=../etc",
            "/events?min_confidence=2",
            "/events?after=AAAA",
            "/events?camera=gate&after=" + next,
            "/events?sort=id",
            "/histogram?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z&step=1",
            "/histogram?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z",
            "/coverage",
            "/tracks/x",
            "/events/stream?since=-1")) {
      TestConsole.Reply reply = console.get(path);
      assertThat(reply.status()).as(path).isEqualTo(400);
      assertThat(reply.text()).as(path).doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldExportAllAsSafeCsv(Dialect dialect) {
    start(dialect);

    List<String> lines = console.get("/events.csv?camera=gate").text().lines().toList();

    assertThat(lines).hasSize(1 + EVENTS / 3);
    assertThat(lines.get(0)).isEqualTo("at,id,camera,type,label,zone,line,track,confidence");
    assertThat(EventCsv.quoted("=cmd|' /C calc'!A0")).isEqualTo("\"'=cmd|' /C calc'!A0\"");
    assertThat(EventCsv.quoted("a\"b")).isEqualTo("\"a\"\"b\"");
  }

  /** Nothing is missing over a reconnect, and nothing comes twice. */
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldStreamEachEventOnceOverReconnects(Dialect dialect) throws Exception {
    start(dialect);
    long live = console.get("/events?limit=1").json().path("newest").asLong();
    List<String> seen = new ArrayList<>();
    String last = "";
    for (int connection = 0; connection < 3; connection++) {
      int from = EVENTS + connection * 60;
      projection.store(SAMPLES.events(from, from + 30)); // while nobody is connected
      HttpURLConnection stream = open("/events/stream?camera=gate&since=" + live, last);
      try (BufferedReader reader = reader(stream)) {
        projection.store(SAMPLES.events(from + 30, from + 60));
        last = take(reader, 20, seen);
      }
      stream.disconnect();
    }

    assertThat(seen)
        .containsExactlyElementsOf(
            IntStream.range(EVENTS, EVENTS + 180)
                .mapToObj(SAMPLES::event)
                .filter(event -> event.camera().equals("gate"))
                .map(SceneEvent::id)
                .toList());
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void shouldEndAStreamWhoseRightIsTakenAway(Dialect dialect) throws Exception {
    start(dialect);
    HttpURLConnection stream = open("/events/stream", "");
    try (BufferedReader reader = reader(stream)) {
      assertThat(reader.readLine()).startsWith(":");
      role = Role.NOBODY;
      await().atMost(Duration.ofSeconds(30)).until(() -> reader.readLine() == null);
    }
  }

  /** More refused ones than there may be streams at once take no place. */
  @Test
  void shouldServeStreamsAfterManyRefusedOnes() throws Exception {
    start(Dialect.SQLITE);
    for (int i = 0; i < 210; i++) {
      String path = i % 2 == 0 ? "/events/stream" : "/events.csv";
      assertThat(console.get(path + "?from=2026-02-31T00:00:00Z").status()).isEqualTo(400);
    }

    assertThat(console.get("/events.csv?camera=gate").status()).isEqualTo(200);
    HttpURLConnection stream = open("/events/stream", "");
    assertThat(stream.getResponseCode()).isEqualTo(200);
    stream.disconnect();
  }

  private HttpURLConnection open(String path, String last) throws Exception {
    HttpURLConnection stream =
        (HttpURLConnection)
            URI.create(console.address() + "/api/v1" + path).toURL().openConnection();
    stream.setReadTimeout(60_000);
    if (!last.isEmpty()) {
      stream.setRequestProperty("Last-Event-ID", last);
    }
    assertThat(stream.getContentType()).isEqualTo("text/event-stream");
    return stream;
  }

  private static BufferedReader reader(HttpURLConnection stream) throws Exception {
    return new BufferedReader(
        new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String take(BufferedReader reader, int number, List<String> seen)
      throws Exception {
    String last = "";
    int taken = 0;
    while (taken < number) {
      String line = reader.readLine();
      if (line.startsWith("id: ")) {
        last = line.substring(4);
      } else if (line.startsWith("data: ")) {
        seen.add(JSON.readTree(line.substring(6)).path("id").asText());
        taken++;
      }
    }
    return last;
  }
}
