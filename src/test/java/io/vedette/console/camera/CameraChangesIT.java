package io.vedette.console.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.camera.address.AllowSettings;
import io.vedette.camera.link.LimitSettings;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.geometry.Size;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.runtime.Services;
import io.vedette.runtime.TestSupervision;
import io.vedette.scene.CameraRules;
import io.vedette.scene.Scene;
import io.vedette.scene.SceneState;
import io.vedette.scene.Street;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.tracking.TrackerSettings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.table.CameraRecord.Origin;
import io.vedette.transport.table.CameraTable;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that are added, changed, tested and removed by the API, over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraChangesIT {
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);
  private static final String ANY = "*";
  private static final TrackerSettings TRACKER = Settings.defaults(TrackerSettings.class);
  private static final String RIGHT = "{\"right\":{\"polygon\":\"0.5,0 1,0 1,1 0.5,1\"}}";

  @TempDir static Path folder;
  private final Services services = new Services();
  private final Vertx vertx = Vertx.vertx();
  private KafkaAccess kafka;
  private CameraRegistry registry;
  private Simulator street;
  private TestConsole console;

  @BeforeAll
  void start() {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    kafka = new KafkaAccess(broker.clientProperties(), SETTINGS);
    TOPICS.ensure(kafka);
    registry = new CameraRegistry(kafka, TOPICS, "vedette-ingest", InstantSource.system());
    street =
        services.start(
            new Simulator(
                SimulatorSettings.of(1, 0, new Size(320, 180), 10)
                    .withAccess(new AccessSettings("me", "hush", AccessSettings.Method.DIGEST)),
                TestSupervision.essential()));
    CameraDirectory directory =
        services.start(new CameraDirectory(kafka, TOPICS, registry, TestSupervision.essential()));
    CameraAccess access =
        new CameraAccess(
            AllowSettings.of(List.of("rtsp", "http"), List.of("loopback"), List.of()),
            LimitSettings.DEFAULTS);
    console =
        new TestConsole(
            vertx,
            context -> Future.succeededFuture(actor(context.request().getHeader("X-Role"))),
            new CameraPart(directory),
            new CameraChangePart(directory, registry),
            new CameraTestPart(
                directory,
                new CameraTestPart.Allowed(
                    access, Map.of("STREET_PW", "hush", "PRIVATE", "x"), List.of("STREET_PW"))),
            services.keep(
                new RehearsalPart(
                    vertx,
                    directory,
                    new RehearsalPart.Source(kafka, TOPICS, TRACKER, InstantSource.system()))));
    await().until(directory::isRead);
  }

  @AfterAll
  void stop() {
    console.close();
    services.close();
  }

  @Test
  void shouldAddChangeAndRemoveACamera() {
    Reply added = create("gate", "{\"url\":\"rtsp://10.0.0.5/one\",\"fps\":2}");
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.header("Location")).isEqualTo("/api/v1/cameras/gate");
    assertThat(record("gate")).isEqualTo("{\"url\":\"rtsp://10.0.0.5/one\",\"fps\":2}");
    String first = added.header("ETag");
    assertThat(console.get("/cameras/gate").header("ETag")).isEqualTo(first);

    Reply changed = change("PATCH", "gate", "{\"settings\":{\"enabled\":false}}", first);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/settings/enabled").asBoolean(true)).isFalse();
    assertThat(changed.json().at("/settings/fps").asInt()).isEqualTo(2);
    String second = changed.header("ETag");
    assertThat(second).isNotEqualTo(first);

    String rules = "{\"zones\":{\"yard\":{\"polygon\":\"0,0 1,0 1,1\",\"labels\":[\"person\"]}}}";
    Reply ruled = change("PUT", "gate/rules", rules, second);
    assertThat(ruled.json().at("/settings/zones/yard/polygon").asText()).isEqualTo("0,0 1,0 1,1");

    Reply replaced =
        change("PUT", "gate", "{\"settings\":{\"url\":\"rtsp://h/2\"}}", ruled.header("ETag"));
    assertThat(record("gate")).isEqualTo("{\"url\":\"rtsp://h/2\"}");

    assertThat(change("DELETE", "gate", "", replaced.header("ETag")).status()).isEqualTo(204);
    assertThat(console.get("/cameras/gate").status()).isEqualTo(404);
    assertThat(create("gate", "{\"url\":\"sim:\"}").status()).as("added again").isEqualTo(201);
    assertThat(change("DELETE", "gate", "", ANY).status()).isEqualTo(204);
  }

  @Test
  void shouldRefuseAChangeOfAnotherVersionThanTheCallerKnows() {
    String first = create("twice", "{\"url\":\"sim:\"}").header("ETag");
    String second = change("PATCH", "twice", "{\"settings\":{\"fps\":3}}", first).header("ETag");

    Reply late = change("PATCH", "twice", "{\"settings\":{\"fps\":4}}", first);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.header("ETag")).isEqualTo(second);
    assertThat(change("DELETE", "twice", "", first).status()).isEqualTo(412);
    assertThat(console.call("PATCH", "/cameras/twice", "{\"settings\":{\"fps\":4}}").status())
        .isEqualTo(428);
    assertThat(record("twice")).contains("\"fps\":3");
  }

  @Test
  void shouldLetOneOfManyChangesOfTheSameVersionWin() {
    String version = create("raced", "{\"url\":\"sim:\"}").header("ETag");

    List<CompletableFuture<Integer>> all =
        List.of(1, 2, 3, 4).stream()
            .map(
                fps ->
                    CompletableFuture.supplyAsync(
                        () ->
                            change(
                                    "PATCH",
                                    "raced",
                                    "{\"settings\":{\"fps\":%d}}".formatted(fps),
                                    version)
                                .status()))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).sorted().toList())
        .containsExactly(200, 412, 412, 412);
  }

  /** The events are those that the track role's scene makes of the very detections in Kafka. */
  @Test
  void shouldRehearseRulesOverTheDetectionsThatKafkaHas() {
    create("street", "{\"url\":\"sim:\",\"zones\":%s}".formatted(RIGHT));
    List<FrameDetections> seen = publish("street", new Street("street", 1, 10).perfect(120));
    String lines = "{\"middle\":{\"points\":\"0.5,0 0.5,1\"}}";

    Reply reply =
        rehearse("street", "{\"zones\":%s,\"lines\":%s,\"minutes\":5}".formatted(RIGHT, lines));

    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().get("whole").asBoolean()).isTrue();
    assertThat(reply.json().get("frames").asInt()).isEqualTo(1200);
    List<String> present = expected(seen, "{\"zones\":%s}".formatted(RIGHT));
    assertThat(present).hasSizeGreaterThan(3);
    assertThat(reported(reply.json().get("present"))).isEqualTo(present);
    assertThat(reported(reply.json().get("proposed")))
        .isEqualTo(expected(seen, "{\"zones\":%s,\"lines\":%s}".formatted(RIGHT, lines)))
        .hasSizeGreaterThan(present.size());
    Reply without = rehearse("street", "{\"minutes\":5}");
    assertThat(without.json().at("/proposed/total").asInt()).isZero();
    assertThat(without.json().at("/present/total").asInt()).isEqualTo(present.size());
    assertThat(record("street")).as("nothing is saved").doesNotContain("middle");
    assertThat(rehearse("street", "{\"zones\":{\"a\":{\"polygon\":\"0,0\"}}}").status())
        .isEqualTo(422);
    assertThat(rehearse("street", "{\"minutes\":61}").status()).isEqualTo(400);
  }

  @Test
  void shouldEndARehearsalForALaterOneOfTheSameCaller() {
    create("busy", "{\"url\":\"sim:\"}");
    publish("busy", Collections.nCopies(40_000, new Street("busy", 1, 10).perfect(1).get(0)));

    List<CompletableFuture<Integer>> both =
        List.of(1, 2).stream()
            .map(one -> CompletableFuture.supplyAsync(() -> rehearse("busy", "{}").status()))
            .toList();

    assertThat(both.stream().map(CompletableFuture::join).sorted().toList())
        .containsExactly(200, 409);
  }

  private Reply rehearse(String camera, String body) {
    return console.call("POST", "/cameras/" + camera + "/rehearsals", body);
  }

  /** Puts detections into Kafka as if the last of them were of now. */
  private List<FrameDetections> publish(String camera, List<FrameDetections> given) {
    Duration step = Duration.ofMillis(100);
    Instant begin =
        Instant.now()
            .minus(step.multipliedBy(Math.min(given.size(), 3000)))
            .truncatedTo(ChronoUnit.MILLIS);
    List<FrameDetections> shifted = new ArrayList<>();
    for (FrameDetections one : given) {
      int i = shifted.size();
      shifted.add(Street.event(camera, 1, i, begin.plus(step.multipliedBy(i)), one.objects()));
    }
    try (BatchWriter<String> writer = BatchWriter.of(kafka.eventProducer("test"))) {
      writer.write(
          shifted.stream()
              .map(
                  one ->
                      new ProducerRecord<>(TOPICS.detections(), camera, DetectionJson.write(one)))
              .toList());
    }
    return shifted;
  }

  private static List<String> expected(List<FrameDetections> seen, String rules) {
    Scene scene =
        new Scene(
            TRACKER,
            CameraRules.parse("street", rules.getBytes(StandardCharsets.UTF_8)),
            SceneState.initial());
    return seen.stream()
        .flatMap(frame -> scene.update(frame).stream())
        .filter(event -> event.zone() != null || event.line() != null)
        .map(event -> DetectionJson.time(event.at()) + " " + event.type().wireName())
        .toList();
  }

  private static List<String> reported(JsonNode side) {
    List<String> reported = new ArrayList<>();
    side.get("events")
        .forEach(
            event -> reported.add(event.get("at").asText() + " " + event.get("type").asText()));
    assertThat(side.get("total").asInt()).isEqualTo(reported.size());
    return reported;
  }

  @Test
  void shouldDoACallThatIsSentAgainOnce() {
    String body = "{\"id\":\"once\",\"settings\":{\"url\":\"sim:\"}}";
    Reply first = console.call("POST", "/cameras", body, "Idempotency-Key", "key-12345");
    Reply again = console.call("POST", "/cameras", body, "Idempotency-Key", "key-12345");
    Reply other =
        console.call(
            "POST", "/cameras", body.replace("once", "more"), "Idempotency-Key", "key-12345");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(other.status()).isEqualTo(422);
    assertThat(create("once", "{\"url\":\"sim:\"}").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"url\":\"sim:\",\"fps\":-1} | body/settings/fps",
        "{\"url\":\"sim:\",\"fqs\":2} | body/settings/fqs",
        "{\"fps\":2} | body/settings/url",
        "{\"url\":\"sim:\",\"zones\":{\"a\":{\"polygon\":\"0,0\"}}} |"
            + " body/settings/zones/a/polygon",
        "{\"url\":\"rtsp://me:hush@h/1\"} | body/settings/url",
        "{\"url\":\"rtsp://***@h/1\"} | body/settings/url",
        "{\"url\":\"nohost/1\"} | body/settings/url",
        "{\"url\":\"ftp://h/1\"} | body/settings/url"
      })
  void shouldSayWhatIsWrongAndWhere(String settings, String at) {
    Reply refused = create("wrong", settings);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/at").asText()).startsWith(at);
    assertThat(refused.json().at("/errors/0/message").asText()).isNotBlank();
    assertThat(refused.text()).doesNotContain("hush");
    assertThat(console.get("/cameras/wrong").status()).isEqualTo(404);
  }

  /** Hole 10: nothing but streams of a network, whichever door. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:/etc/passwd",
        "/etc/passwd",
        "concat:rtsp://h/1|rtsp://h/2",
        "subfile:,,start,0,end,0,,:/etc/passwd",
        "pipe:0",
        "exec:id",
        "echo:rtsp://h/1",
        "FILE:/etc/passwd",
        "tcp://127.0.0.1:80",
        "data:image/jpeg;base64,AA=="
      })
  void shouldTakeNoOtherSources(String url) {
    String settings = "{\"url\":\"%s\"}".formatted(url);
    assertThat(create("door", settings).status()).isEqualTo(422);
    assertThat(test("{\"settings\":" + settings + "}").status()).isEqualTo(422);
    Reply there = create("door", "{\"url\":\"sim:\"}");
    assertThat(there.status()).isEqualTo(201);
    for (String method : List.of("PUT", "PATCH")) {
      assertThat(change(method, "door", "{\"settings\":" + settings + "}", ANY).status())
          .isEqualTo(422);
    }
    assertThat(change("DELETE", "door", "", ANY).status()).isEqualTo(204);
  }

  /** Hole 2: what is kept with a login is answered without, and stays so when it comes back. */
  @Test
  void shouldKeepALoginThatComesBackMasked() {
    String url = "rtsp://me:${STREET_PW}@10.0.0.5/one";
    registry.update(
        known -> List.of(new Change("secret", "{\"url\":\"" + url + "\"}", Origin.SEED)));
    await().until(() -> console.get("/cameras/secret").status() == 200);
    JsonNode shown = console.get("/cameras/secret").json().get("settings");
    assertThat(shown.get("url").asText()).isEqualTo("rtsp://***@10.0.0.5/one");

    Reply kept =
        change(
            "PUT", "secret", "{\"settings\":" + shown.toString().replace("one", "two") + "}", ANY);
    assertThat(kept.json().at("/settings/url").asText()).isEqualTo("rtsp://***@10.0.0.5/two");
    assertThat(record("secret")).isEqualTo("{\"url\":\"" + url.replace("one", "two") + "\"}");

    String elsewhere = "{\"settings\":{\"url\":\"rtsp://***@10.6.6.6/two\"}}";
    assertThat(change("PUT", "secret", elsewhere, ANY).status()).isEqualTo(422);
  }

  @Test
  void shouldTestAConnection() {
    String url = street.rtspUrl("cam0").replace("rtsp://", "rtsp://me:${STREET_PW}@");
    url = url.replace("me:hush@", "");

    JsonNode good = test("{\"settings\":{\"url\":\"%s\"}}".formatted(url)).json();
    assertThat(good.get("state").asText()).as(good.toString()).isEqualTo("live");
    assertThat(good.get("width").asInt()).isEqualTo(320);
    byte[] jpeg = Base64.getDecoder().decode(good.get("picture").asText());
    assertThat(jpeg).startsWith(0xFF, 0xD8).endsWith(0xFF, 0xD9);

    String wrong = url.replace("${STREET_PW}", "not-it");
    JsonNode refused = test("{\"settings\":{\"url\":\"%s\"}}".formatted(wrong)).json();
    assertThat(refused.get("reason").asText()).isEqualTo("unauthorized");
    assertThat(refused.toString()).doesNotContain("not-it");

    JsonNode absent = test("{\"settings\":{\"url\":\"rtsp://127.0.0.1:9/x\"}}").json();
    assertThat(absent.get("reason").asText()).isEqualTo("unreachable");
  }

  /** Hole 11: only where the settings allow, also after a redirect; and no other references. */
  @ParameterizedTest
  @ValueSource(strings = {"rtsp://10.1.2.3/one", "https://127.0.0.1/", "rtsps://127.0.0.1/"})
  void shouldTestNothingThatIsNotAllowed(String url) {
    JsonNode refused = test("{\"settings\":{\"url\":\"%s\"}}".formatted(url)).json();

    assertThat(refused.path("reason").asText()).as(refused.toString()).isEqualTo("forbidden");
  }

  @Test
  void shouldNotFollowARedirectElsewhere() throws Exception {
    AtomicInteger visits = new AtomicInteger();
    try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        ServerSocket camera = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      serve(target, "", visits);
      serve(
          camera,
          "RTSP/1.0 302 Found\r\nCSeq: 1\r\nLocation: http://127.0.0.1:%d/\r\n\r\n"
              .formatted(target.getLocalPort()),
          new AtomicInteger());

      String url = "rtsp://127.0.0.1:" + camera.getLocalPort() + "/one";
      JsonNode refused = test("{\"settings\":{\"url\":\"" + url + "\"}}").json();

      assertThat(refused.path("reason").asText()).as(refused.toString()).isEqualTo("forbidden");
      assertThat(visits).hasValue(0);
    }
  }

  @Test
  void shouldResolveNoOtherReferences() {
    Reply refused = test("{\"settings\":{\"url\":\"rtsp://me:${PRIVATE}@127.0.0.1:9/x\"}}");

    assertThat(refused.status()).isEqualTo(422);
  }

  @Test
  void shouldTestOneAtATimeForACaller() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      String body =
          "{\"settings\":{\"timeout\":\"3s\",\"url\":\"rtsp://127.0.0.1:%d/x\"}}"
              .formatted(silent.getLocalPort());
      CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> test(body));
      Socket connected = silent.accept();
      assertThat(test(body).status()).isEqualTo(429);
      connected.close();
      assertThat(first.join().json().get("state").asText()).isEqualTo("failed");
    }
  }

  @Test
  void shouldLetNobodyChangeWhoMayNot() {
    create("kept", "{\"url\":\"sim:\"}");
    String body = "{\"settings\":{\"url\":\"sim:\"}}";
    for (String role : List.of("viewer", "nobody")) {
      int status = role.equals("viewer") ? 403 : 401;
      for (String call : List.of("PUT kept", "PATCH kept", "DELETE kept", "PUT kept/rules")) {
        String[] parts = call.split(" ");
        String sent = parts[0].equals("DELETE") ? "" : body;
        assertThat(
                console
                    .call(parts[0], "/cameras/" + parts[1], sent, "X-Role", role, "If-Match", ANY)
                    .status())
            .as(call)
            .isEqualTo(status);
      }
      assertThat(console.call("POST", "/cameras:test", body, "X-Role", role).status())
          .isEqualTo(status);
    }
    assertThat(
            console
                .call("DELETE", "/cameras/kept", "", "X-Role", "foreign", "If-Match", ANY)
                .status())
        .as("a foreign camera")
        .isEqualTo(404);
    String mine = "{\"id\":\"%s\",\"settings\":{\"url\":\"sim:\"}}";
    assertThat(
            console.call("POST", "/cameras", mine.formatted("other"), "X-Role", "foreign").status())
        .isEqualTo(403);
    assertThat(
            console
                .call(
                    "POST",
                    "/cameras:test",
                    "{\"camera\":\"kept\",\"settings\":{\"url\":\"sim:\"}}",
                    "X-Role",
                    "foreign")
                .status())
        .isEqualTo(404);
  }

  private Reply create(String id, String settings) {
    return console.call(
        "POST", "/cameras", "{\"id\":\"%s\",\"settings\":%s}".formatted(id, settings));
  }

  private Reply change(String method, String path, String body, String version) {
    return console.call(method, "/cameras/" + path, body, "If-Match", version);
  }

  private Reply test(String body) {
    return console.call("POST", "/cameras:test", body);
  }

  private String record(String id) {
    try (CameraTable table = new CameraTable(kafka, TOPICS.cameras())) {
      return table.catchUp().cameras().get(id).settings();
    }
  }

  private static Actor actor(String role) {
    if (role == null) {
      return Actor.LOCAL;
    }
    return role.equals("foreign")
        ? new Actor("7", "mine", Role.OPERATOR, CameraScope.of(List.of("mine")))
        : new Actor("8", role, Role.parse(role), CameraScope.ALL);
  }

  private static void serve(ServerSocket server, String answer, AtomicInteger visits) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                visits.incrementAndGet();
                var unused = socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                var rest = socket.getInputStream().read(new byte[4096]);
              } catch (java.io.IOException e) {
                Thread.currentThread().interrupt(); // closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
