package io.vedette.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.compare.Comparison;
import io.vedette.compare.Summary;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.Callers;
import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import io.vedette.console.audit.AuditPart;
import io.vedette.console.run.DiffPart;
import io.vedette.console.run.ModelCatalog;
import io.vedette.console.run.ModelPart;
import io.vedette.console.run.RepeatPart;
import io.vedette.console.run.RunDirectory;
import io.vedette.console.run.RunHistory;
import io.vedette.console.run.RunJobs;
import io.vedette.console.run.RunKafka;
import io.vedette.console.run.RunPart;
import io.vedette.console.search.EventDetections;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.StreetScene;
import io.vedette.store.Database;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.detection.DetectionLog;
import io.vedette.transport.detection.RunSpanReader;
import io.vedette.transport.event.AuditLog;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import io.vedette.transport.table.Promotions;
import io.vedette.transport.table.RunReader;
import io.vedette.transport.table.TableReader;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are started, compared, stopped and promoted by the API, with the model that ships. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleRunsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int FRAMES = 10;
  private static final Size SIZE = new Size(640, 360);
  private static final List<String> CAMERAS = List.of("gate", "yard");
  private static final Duration STEP = Duration.ofMillis(500);
  private static final Instant BEGAN = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @TempDir static Path folder;
  private final Services services = new Services();
  private final Services live = new Services();
  private final TransportSettings transport = Settings.defaults(TransportSettings.class);
  private final Topics topics = new Topics(transport);
  private Map<String, String> access;
  private KafkaAccess kafka;
  private Database database;
  private FramePublisher publisher;
  private Path models;
  private TestConsole console;
  private TestConsole slow;
  private String shipped = "";
  private String other = "";

  /** Ten frames of each of two cameras, which the live worker has looked at. */
  @BeforeAll
  void start() throws IOException {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder.resolve("kafka"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    access = broker.clientProperties();
    kafka = new KafkaAccess(access, transport);
    topics.ensure(kafka);
    models = Files.createDirectory(folder.resolve("models"));
    otherModel(models.resolve("other.onnx"));
    Files.writeString(models.resolve("broken.onnx"), "no model");
    database =
        services.keep(new Database(TestDatabases.empty(Dialect.SQLITE, folder.resolve("db"))));
    publisher =
        services.start(
            new FramePublisher(
                kafka,
                transport,
                new FramePlaces(),
                new Ledger(),
                (frame, bytes) -> Optional.empty(),
                TestSupervision.essential()));
    console = console(settings());
    slow =
        console(
            settings(
                "inference.device=simulated",
                "inference.simulated-time=700ms",
                "inference.batch=1"));
    publish(0, FRAMES);
    Supervision supervision = TestSupervision.make();
    new Node(settings(), live, supervision).detect(null);
    await().atMost(PATIENCE).until(() -> detections("live").size() == 2 * FRAMES);
    JsonNode known = console.get("/models").json().path("models");
    shipped = known.at("/0/digest").asText();
    other = known.at("/2/digest").asText();
  }

  @AfterAll
  void stop() {
    console.close();
    slow.close();
    live.close();
    services.close();
  }

  private VedetteSettings settings(String... more) {
    return new Settings(Map.of())
        .assignments(
            List.of(
                "console.runs.models=" + models,
                "console.runs.threads=2",
                "detect.max-age=10m", // frames that wait for their test
                "detect.catch-up=10m",
                "track.silence=0s"))
        .assignments(List.of(more))
        .bind(VedetteSettings.class)
        .withKafka(access);
  }

  /** The parts about runs as the console puts them together, and the audit. */
  private TestConsole console(VedetteSettings settings) {
    Vertx vertx = Vertx.vertx();
    RoleRights rights = new RoleRights(topics, settings.groups());
    ConsoleRuns maker =
        new ConsoleRuns(
            settings,
            role -> {
              KafkaAccess joined = kafka.as(role);
              topics.ensure(joined);
              return joined;
            },
            topics,
            rights,
            InstantSource.system());
    RunJobs jobs =
        services.keep(
            new RunJobs(
                maker,
                1,
                new RunHistory(folder.resolve(UUID.randomUUID() + "/runs.json")),
                TestSupervision.make().separate(),
                InstantSource.system()));
    RunDirectory runs =
        new RunDirectory(kafka, topics, settings.detect().group(), jobs, InstantSource.system());
    ModelCatalog catalog =
        new ModelCatalog(settings.inference(), Path.of(settings.console().runs().models()));
    RunKafka access = new RunKafka(kafka, topics, rights);
    return new TestConsole(
        vertx,
        new Callers() {
          @Override
          public Future<Actor> of(RoutingContext context) {
            return Future.succeededFuture(actor(context.request().getHeader("X-Role")));
          }
        },
        new RunPart(runs, jobs, catalog),
        new RepeatPart(
            new EventDetections(database, new DetectionLog(kafka, topics.detections())),
            catalog,
            new ConsoleRepeats(settings, kafka, topics, InstantSource.system())),
        new ModelPart(catalog, runs, access),
        services.keep(new DiffPart(vertx, runs, access)),
        new AuditPart(services.keep(new AuditLog(kafka, topics.audit())), InstantSource.system()));
  }

  private static Actor actor(String role) {
    if (role == null) {
      return new Actor("1", "anna", Role.ADMIN, CameraScope.ALL);
    }
    return role.equals("foreign")
        ? new Actor("7", "mine", Role.OPERATOR, CameraScope.of(List.of("yard")))
        : new Actor("8", role, Role.parse(role), CameraScope.ALL);
  }

  @Test
  @Order(1)
  void shouldListModelsAndSayOfOthersWhatIsWrong() throws IOException {
    JsonNode listed = console.get("/models").json();

    assertThat(listed.path("models")).hasSize(3);
    assertThat(listed.at("/models/0/name").asText()).startsWith("repvit");
    assertThat(listed.at("/models/0/source").asText()).isEqualTo("shipped");
    assertThat(listed.at("/models/0/family").asText()).isEqualTo("yolov5");
    assertThat(listed.at("/models/0/width").asInt()).isEqualTo(384);
    assertThat(listed.at("/models/0/classes").toString()).contains("person");
    assertThat(listed.at("/models/2/source").asText()).isEqualTo("folder");
    assertThat(listed.at("/models/2/bytes").asLong())
        .isEqualTo(Files.size(models.resolve("other.onnx")));
    assertThat(listed.at("/models/2/digest").asText()).isNotEqualTo(shipped).hasSize(12);
    assertThat(listed.path("unusable")).hasSize(1);
    assertThat(listed.at("/unusable/0/file").asText()).isEqualTo("broken.onnx");
    assertThat(listed.at("/unusable/0/reason").asText()).isNotBlank().doesNotContain("\n");
    assertThat(listed.path("promoted").isNull()).isTrue();

    Files.delete(models.resolve("broken.onnx"));
    assertThat(console.get("/models").json().path("unusable")).isEmpty();
  }

  @Test
  @Order(2)
  void shouldReplayWithAModelAndCompareItWithTheLiveRun() {
    Reply started = start("{\"kind\":\"replay\",\"name\":\"one\",\"model\":\"%s\"}", shipped);

    assertThat(started.status()).as(started.text()).isEqualTo(201);
    assertThat(started.json().at("/job/by").asText()).isEqualTo("anna");
    JsonNode run = awaitState(console, "one", "ended");
    assertThat(run.at("/job/inferred").asInt()).isEqualTo(2 * FRAMES);
    assertThat(run.at("/job/progress").asDouble()).isEqualTo(1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(run("one").path("frames").asInt()).isEqualTo(2 * FRAMES));
    assertThat(run("one").at("/models/0/digest").asText()).isEqualTo(shipped);
    assertThat(run("one").path("from").asText()).isEqualTo(DetectionJson.time(BEGAN));
    assertThat(run("live").path("kind").asText()).isEqualTo("live");
    assertThat(run("live").path("state").asText()).isEqualTo("running");

    JsonNode same = console.get("/runs/live/diff/one").json();
    assertThat(same.path("frames").asInt()).isEqualTo(2 * FRAMES);
    assertThat(same.path("whole").asBoolean()).isTrue();
    assertThat(same.path("differing").asInt()).isZero();
    assertThat(same.path("labels")).isNotEmpty();
    same.path("labels")
        .forEach(label -> assertThat(label.path("agreement").asDouble()).isEqualTo(1));
    assertThat(same.at("/latency/first").toString()).contains("infer");
    assertThat(same.at("/latency/second")).isEmpty();
  }

  /** Every number is that of {@code vedette diff}'s own code; every box is one that was written. */
  @Test
  @Order(3)
  void shouldTellTheFramesThatDifferMostWithTheirBoxes() {
    List<FrameDetections> one = detections("one");
    List<FrameDetections> changed = changed(one);
    write("changed", changed);
    Comparison comparison = new Comparison(0.5);
    one.forEach(comparison::addFirst);
    changed.forEach(comparison::addSecond);
    Summary expected = comparison.summary();

    JsonNode diff = awaitDiff("/runs/one/diff/changed?limit=200", 2 * FRAMES);

    assertThat(diff.path("labels")).hasSameSizeAs(expected.labels());
    long lost = 0;
    long added = 0;
    for (int i = 0; i < expected.labels().size(); i++) {
      Summary.Label label = expected.labels().get(i);
      JsonNode reported = diff.path("labels").get(i);
      assertThat(reported.path("label").asText()).isEqualTo(label.label());
      assertThat(reported.path("matched").asLong()).isEqualTo(label.matched());
      assertThat(reported.path("agreement").asDouble()).isEqualTo(label.agreement());
      lost += label.lost();
      added += label.added();
    }
    assertThat(added).as("ghosts").isEqualTo(3);
    assertThat(lost).isPositive();
    JsonNode frames = diff.path("differences");
    assertThat(sum(frames, "lost")).isEqualTo(lost);
    assertThat(sum(frames, "added")).isEqualTo(added);
    assertThat(frames.at("/0/added").asInt()).as("most first").isEqualTo(2);
    assertThat(alone(frames.get(0), "second")).isEqualTo(2);
    assertThat(alone(frames.get(0), "first")).isEqualTo(frames.at("/0/lost").asInt());
    assertThat(frames.at("/0/picture/offset").isNumber()).isTrue();
    assertThat(frames.get(0).path("first")).hasSize(boxes(one, frames.at("/0/frame").asText()));

    assertThat(pages("/runs/one/diff/changed?limit=2"))
        .isEqualTo(frames.findValuesAsText("frame"))
        .doesNotHaveDuplicates();
    assertThat(console.get("/runs/one/diff/changed?after=AAAA").status()).isEqualTo(400);
    assertThat(console.get("/runs/one/diff/nothing").status()).isEqualTo(404);
    JsonNode part =
        console.get("/runs/one/diff/changed?to=" + BEGAN.plus(STEP.multipliedBy(5))).json();
    assertThat(part.path("frames").asInt()).as("before the fifth of each").isEqualTo(10);
  }

  /** The first object of each third frame is lost; ghosts come into three frames, two into one. */
  private static List<FrameDetections> changed(List<FrameDetections> all) {
    List<FrameDetections> changed = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      List<DetectedObject> objects = new ArrayList<>(all.get(i).objects());
      if (i % 3 == 0 && !objects.isEmpty()) {
        objects.remove(0);
      }
      if (i == 4 || i == 7) {
        objects.add(ghost(0.1));
      }
      if (i == 4) {
        objects.add(ghost(0.6));
      }
      changed.add(with(all.get(i), "changed", objects));
    }
    return changed;
  }

  private static DetectedObject ghost(double x) {
    return new DetectedObject("ghost", 79, 0.5, new RelativeBox(x, 0.1, 0.2, 0.2));
  }

  private static FrameDetections with(
      FrameDetections seen, String run, List<DetectedObject> objects) {
    return new FrameDetections(
        seen.camera(), seen.frame(), seen.model(), run, objects, seen.latencyMs());
  }

  private static int boxes(List<FrameDetections> all, String frame) {
    return all.stream()
        .filter(seen -> seen.frameId().toString().equals(frame))
        .mapToInt(seen -> seen.objects().size())
        .sum();
  }

  private static long sum(JsonNode frames, String field) {
    long sum = 0;
    for (JsonNode frame : frames) {
      sum += frame.path(field).asLong();
    }
    return sum;
  }

  private static int alone(JsonNode frame, String run) {
    int alone = 0;
    for (JsonNode box : frame.path(run)) {
      alone += box.path("alone").asBoolean() ? 1 : 0;
    }
    return alone;
  }

  private List<String> pages(String path) {
    List<String> frames = new ArrayList<>();
    JsonNode page = console.get(path).json();
    frames.addAll(page.path("differences").findValuesAsText("frame"));
    while (!page.path("next").isNull()) {
      page = console.get(path + "&after=" + page.path("next").asText()).json();
      frames.addAll(page.path("differences").findValuesAsText("frame"));
    }
    return frames;
  }

  @Test
  @Order(4)
  void shouldSayUpToWhenARunWasReadWhereThereIsMore() {
    RunSpanReader reader =
        new RunSpanReader(kafka, new RunSpanReader.Limits(8, 1000, Duration.ofSeconds(30)));
    RunSpanReader.Span span = new RunSpanReader.Span(BEGAN, BEGAN.plusSeconds(60), "gate"::equals);

    RunSpanReader.Part part = reader.read(topics.detections("one"), span, () -> false);

    assertThat(part.frames()).isNotEmpty().hasSizeLessThan(8);
    assertThat(part.until()).isBefore(span.to());
    RunSpanReader all =
        new RunSpanReader(kafka, new RunSpanReader.Limits(100, 1000, Duration.ofSeconds(30)));
    RunSpanReader.Part whole = all.read(topics.detections("one"), span, () -> false);
    assertThat(whole.frames()).hasSize(FRAMES);
    assertThat(whole.until()).isEqualTo(span.to());
    assertThat(part.frames())
        .isEqualTo(whole.frames().stream().filter(span.until(part.until())::has).toList());
  }

  @Test
  @Order(5)
  void shouldShowAndReplayNothingOfForeignCameras() {
    JsonNode runs = console.get("/runs", "X-Role", "foreign").json().path("runs");
    assertThat(runs).isNotEmpty();
    runs.forEach(run -> assertThat(run.path("frames").isNull()).isTrue());
    JsonNode diff = console.get("/runs/one/diff/changed", "X-Role", "foreign").json();
    assertThat(diff.path("frames").asInt()).isEqualTo(FRAMES);
    assertThat(diff.toString()).doesNotContain("gate");
    assertThat(console.get("/runs/one/diff/changed?camera=gate", "X-Role", "foreign").status())
        .isEqualTo(404);

    String replay = "{\"kind\":\"replay\",\"name\":\"mine\",\"model\":\"%s\"%s}";
    String foreign = replay.formatted(shipped, ",\"cameras\":[\"gate\"]");
    assertThat(console.call("POST", "/runs", foreign, "X-Role", "foreign").status()).isEqualTo(404);
    String shadow = replay.formatted(shipped, "").replace("\"replay\"", "\"shadow\"");
    assertThat(console.call("POST", "/runs", shadow, "X-Role", "foreign").status()).isEqualTo(403);
    Reply started =
        console.call("POST", "/runs", replay.formatted(shipped, ""), "X-Role", "foreign");
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    assertThat(started.json().at("/job/cameras").toString()).isEqualTo("[\"yard\"]");
    awaitState(console, "mine", "ended");
    assertThat(detections("mine")).hasSize(FRAMES);
    assertThat(detections("mine")).allMatch(seen -> seen.camera().equals("yard"));
  }

  @Test
  @Order(6)
  void shouldMakeOneRunAtATimeAndGoOnWhereItWasStopped() {
    String model = slow.get("/models").json().at("/models/0/digest").asText();
    String body = "{\"kind\":\"replay\",\"name\":\"slow\",\"model\":\"%s\"}".formatted(model);
    assertThat(slow.call("POST", "/runs", body).status()).isEqualTo(201);
    await().atMost(PATIENCE).until(() -> detections("slow").size() >= 2);
    Reply second = slow.call("POST", "/runs", body.replace("\"slow\"", "\"next\""));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text()).contains("run slow is being made", "console.runs.at-once");
    assertThat(slow.call("POST", "/runs", body).status()).isEqualTo(409);
    assertThat(threads("run-slow")).containsOnly(Thread.MIN_PRIORITY);

    assertThat(slow.call("DELETE", "/runs/slow", "").status()).isEqualTo(204);
    int done = detections("slow").size();
    assertThat(done).isLessThan(2 * FRAMES);
    assertThat(run(slow, "slow").path("state").asText()).isEqualTo("stopped");
    assertThat(slow.call("DELETE", "/runs/slow", "").status()).isEqualTo(409);
    assertThat(threads("run-slow")).isEmpty();

    assertThat(slow.call("POST", "/runs", body).status()).isEqualTo(201);
    assertThat(awaitState(slow, "slow", "ended").at("/job/inferred").asInt())
        .isEqualTo(2 * FRAMES - done);
    List<FrameDetections> all = detections("slow");
    Set<FrameId> frames = new HashSet<>();
    all.forEach(seen -> frames.add(seen.frameId()));
    assertThat(all).hasSize(2 * FRAMES);
    assertThat(frames).hasSize(2 * FRAMES);
  }

  private static List<Integer> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .map(Thread::getPriority)
        .toList();
  }

  @Test
  @Order(7)
  void shouldRefuseWhatDoesNotFitInOneClearLine() {
    String replay = "{\"kind\":\"replay\",\"name\":\"%s\",\"model\":\"%s\"%s}";

    assertRefused(422, "other name", replay.formatted("live", shipped, ""));
    assertRefused(422, "no model 000000000000", replay.formatted("new", "000000000000", ""));
    assertRefused(409, "take another name", replay.formatted("one", other, ""));
    String turned = ",\"from\":\"2026-11-23T00:00:02Z\",\"to\":\"2026-11-23T00:00:01Z\"";
    assertRefused(422, "after from", replay.formatted("new", shipped, turned));
    String shadow = replay.formatted("new", shipped, ",\"cameras\":[\"gate\"]");
    assertRefused(422, "all cameras", shadow.replace("\"replay\"", "\"shadow\""));
    assertThat(console.call("DELETE", "/runs/changed", "").text())
        .contains("not made by this console");
    assertThat(console.call("DELETE", "/runs/nothing", "").status()).isEqualTo(404);
  }

  private void assertRefused(int status, String reason, String body) {
    Reply reply = console.call("POST", "/runs", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json().path("detail").asText()).contains(reason).doesNotContain("\n");
  }

  @Test
  @Order(8)
  void shouldLetOperatorsReplayAndAdminsPromoteAndNobodyElse() {
    String replay = "{\"kind\":\"replay\",\"name\":\"new\",\"model\":\"%s\"}".formatted(shipped);
    for (String role : List.of("viewer", "nobody")) {
      int status = role.equals("viewer") ? 403 : 401;
      for (String path : List.of("/runs", "/models", "/runs/live/diff/one")) {
        assertThat(console.get(path, "X-Role", role).status()).as(path).isEqualTo(status);
      }
      assertThat(console.call("POST", "/runs", replay, "X-Role", role).status()).isEqualTo(status);
      assertThat(console.call("DELETE", "/runs/one", "", "X-Role", role).status())
          .isEqualTo(status);
    }
    assertThat(console.get("/runs", "X-Role", "operator").status()).isEqualTo(200);
    assertThat(promote(other, other, "operator").status()).isEqualTo(403);
  }

  /** All of it: nothing lost, nothing twice, and back again. */
  @Test
  @Order(9)
  void shouldPromoteTheModelOfARunningShadowAfterAConfirmation() throws IOException {
    assertThat(promote(other, other, null).text()).contains("no shadow of model " + other);
    Reply started = start("{\"kind\":\"shadow\",\"name\":\"next\",\"model\":\"%s\"}", other);
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .until(
            () -> console.get("/models").json().at("/models/2/shadows/0").asText().equals("next"));
    publish(FRAMES, 2 * FRAMES);
    await().atMost(PATIENCE).until(() -> detections("next").size() == 2 * FRAMES);
    assertThat(awaitDiff("/runs/live/diff/next", 2 * FRAMES).at("/latency/second")).isNotEmpty();

    assertThat(promote(other, shipped, null).status()).isEqualTo(422);
    assertThat(promote(shipped, shipped, null).status()).isEqualTo(409);
    Reply promoted = promote(other, other, null);
    assertThat(promoted.status()).as(promoted.text()).isEqualTo(200);
    assertThat(promoted.json().path("shadow").asText()).isEqualTo("next");
    try (Promotions promotions = new Promotions(kafka, topics.promotions())) {
      assertThat(promotions.digest()).contains(other);
    }
    JsonNode audit = console.get("/audit").json().at("/records/0");
    assertThat(audit.path("operation").asText()).isEqualTo("promoteModel");
    assertThat(audit.path("subject").asText()).isEqualTo(other);
    assertThat(audit.path("name").asText()).isEqualTo("anna");

    awaitState(console, "next", "live");
    publish(2 * FRAMES, 3 * FRAMES);
    await().atMost(PATIENCE).until(() -> detections("live").size() == 6 * FRAMES);
    assertThat(detections("live").stream().map(FrameDetections::frameId)).doesNotHaveDuplicates();
    assertThat(start("{\"kind\":\"shadow\",\"name\":\"more\",\"model\":\"%s\"}", other).text())
        .contains("is the promoted one");
    assertThat(console.call("DELETE", "/runs/next", "", "X-Role", "operator").status())
        .isEqualTo(403);
    assertThat(console.call("DELETE", "/runs/next", "").status()).isEqualTo(204);

    publish(3 * FRAMES, 4 * FRAMES);
    await().atMost(PATIENCE).until(() -> detections("live").size() == 8 * FRAMES);
    assertThat(detections("live").stream().map(seen -> seen.model().digest()).distinct())
        .containsExactlyInAnyOrder(shipped, other);
  }

  @Test
  @Order(10)
  void shouldComputeAnEventAgainToTheSameBytes() {
    List<FrameDetections> live = detections("live");
    FrameDetections seen =
        live.stream().filter(one -> !one.objects().isEmpty()).findFirst().orElseThrow();
    addEvent(1, "first", seen, shipped);
    Reply reply = recompute("first", null);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json().path("same").asBoolean()).as(reply.text()).isTrue();
    assertThat(reply.json().at("/model/digest").asText()).isEqualTo(shipped);
    assertThat(reply.json().path("computed")).hasSize(seen.objects().size());
    assertThat(reply.json().path("computed")).isEqualTo(reply.json().path("stored"));

    FrameDetections less = // as if the other model had overlooked something
        new FrameDetections(
            seen.camera(),
            seen.frame(),
            new ModelReference("other", other, "cpu"),
            "live",
            seen.objects().subList(1, seen.objects().size()),
            Map.of());
    writeLive(less);
    addEvent(2, "second", less, other);
    JsonNode differs = recompute("second", null).json();
    assertThat(differs.path("same").asBoolean()).isFalse();
    assertThat(differs.path("computed").size()).isEqualTo(differs.path("stored").size() + 1);

    FrameDetections unknown =
        new FrameDetections(
            seen.camera(),
            seen.frame(),
            new ModelReference("lost", "000000000000", "cpu"),
            "live",
            List.of(),
            Map.of());
    writeLive(unknown);
    addEvent(3, "third", unknown, "000000000000");
    assertThat(recompute("third", null).status()).isEqualTo(409);
    assertThat(recompute("third", null).text()).contains("no model 000000000000 here");
    assertThat(recompute("nothing", null).status()).isEqualTo(404);
    assertThat(recompute("first", "viewer").status()).isEqualTo(403);
    int foreign = recompute("first", "foreign").status(); // who sees yard alone
    assertThat(foreign).isEqualTo(seen.camera().equals("yard") ? 200 : 404);
  }

  private Reply recompute(String event, String role) {
    String path = "/events/" + event + ":recompute";
    return role == null
        ? console.call("POST", path, "{}")
        : console.call("POST", path, "{}", "X-Role", role);
  }

  private void writeLive(FrameDetections seen) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            topics.detections(),
            null,
            seen.frame().capturedAt().toEpochMilli(),
            seen.camera(),
            DetectionJson.write(seen));
    record.headers().add("ce_id", seen.id().getBytes(StandardCharsets.UTF_8));
    try (BatchWriter<String> writer = BatchWriter.of(kafka.eventProducer("test"))) {
      writer.write(List.of(record));
    }
  }

  /** An event of a detection, as the database would have it from Kafka. */
  private void addEvent(long seq, String id, FrameDetections seen, String digest) {
    String body =
        """
        {"camera":"%s","frame":{"session":%d,"sequence":%d,"captured_at":"%s"},"model":{"digest":"%s"}}
        """
            .formatted(
                seen.camera(),
                seen.frame().session(),
                seen.frame().sequence(),
                seen.frame().capturedAt(),
                digest);
    database.write(
        sql ->
            sql.update(
                "insert into event (seq, id, at, camera, type, run, body) values (?, ?, ?, ?, ?, ?, ?)",
                seq,
                id,
                1L,
                seen.camera(),
                "track.started",
                "live",
                body));
  }

  private Reply promote(String digest, String confirmed, String role) {
    String body = "{\"digest\":\"%s\"}".formatted(confirmed);
    String path = "/models/" + digest + ":promote";
    return role == null
        ? console.call("POST", path, body)
        : console.call("POST", path, body, "X-Role", role);
  }

  private Reply start(String body, String model) {
    return console.call("POST", "/runs", body.formatted(model));
  }

  private JsonNode run(String name) {
    return run(console, name);
  }

  private static JsonNode run(TestConsole of, String name) {
    for (JsonNode run : of.get("/runs").json().path("runs")) {
      if (run.path("name").asText().equals(name)) {
        return run;
      }
    }
    return new ObjectMapper().createObjectNode();
  }

  private static JsonNode awaitState(TestConsole of, String name, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(run(of, name).path("state").asText())
                    .as(run(of, name).toString())
                    .isEqualTo(state));
    return run(of, name);
  }

  private JsonNode awaitDiff(String path, int frames) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Reply reply = console.get(path);
              assertThat(reply.status()).as(reply.text()).isEqualTo(200);
              assertThat(reply.json().path("frames").asInt()).isEqualTo(frames);
            });
    return console.get(path).json();
  }

  private List<FrameDetections> detections(String run) {
    List<FrameDetections> all = new ArrayList<>();
    try {
      RunReader.read(kafka, topics.detections(run), all::add);
    } catch (RuntimeException e) {
      return List.of(); // its topic is not there yet
    }
    return all;
  }

  private void write(String run, List<FrameDetections> all) {
    try (Admin admin = Admin.create(Map.copyOf(kafka.admin()))) {
      topics.ensure(kafka.as(new RoleRights(topics, settings().groups()).replay(run)), admin);
    }
    try (BatchWriter<String> writer = BatchWriter.of(kafka.eventProducer("test"))) {
      writer.write(
          all.stream()
              .map(
                  seen ->
                      new ProducerRecord<>(
                          topics.detections(run), seen.camera(), DetectionJson.write(seen)))
              .toList());
    }
  }

  private void publish(int first, int end) throws IOException {
    StreetScene scene = new StreetScene(0, SIZE, 5);
    for (int i = first; i < end; i++) {
      for (String camera : CAMERAS) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(scene.render(camera.equals("gate") ? i : i + 40).image(), "jpg", jpeg);
        publisher.accept(
            new Frame(
                new FrameId(camera, 1, i),
                BEGAN.plus(STEP.multipliedBy(i)),
                CaptureClock.FILE,
                SIZE,
                jpeg.toByteArray(),
                StageTimes.NONE));
      }
    }
    await().atMost(PATIENCE).until(() -> frames() == 2L * end);
  }

  private long frames() {
    long[] records = {0};
    try (TableReader reader = new TableReader(kafka, "test", topics.frames())) {
      reader.readToEnd(record -> records[0]++);
    }
    return records[0];
  }

  /**
   * The shipped model with an empty field behind it that nobody reads: another file, same boxes.
   */
  private static void otherModel(Path file) {
    byte[] field = {(byte) 0xA2, 0x06, 0x00};
    try (InputStream in = OnnxModel.class.getResourceAsStream("/models/" + OnnxModel.SHIPPED)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(in.readAllBytes());
      bytes.write(field);
      Files.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
