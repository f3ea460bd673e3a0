package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.alert.AlertSettings;
import io.vedette.cli.camera.CameraList;
import io.vedette.cli.event.EventLine;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.detect.schedule.FrameReader;
import io.vedette.event.FrameDetections;
import io.vedette.event.audit.AuditRecord;
import io.vedette.event.clip.KeptClip;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.forward.ForwardReaders;
import io.vedette.ingest.attempt.AttemptHistory;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.poison.Shrinking;
import io.vedette.poison.Spoiling;
import io.vedette.poison.TopicSamples;
import io.vedette.projection.ProjectionReaders;
import io.vedette.rule.RuleSettings;
import io.vedette.scene.CameraWatch;
import io.vedette.scene.Street;
import io.vedette.sink.mail.MailReader;
import io.vedette.sink.mqtt.MqttReader;
import io.vedette.sink.webhook.WebhookReader;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import io.vedette.track.TrackReaders;
import io.vedette.tracking.TrackerSettings;
import io.vedette.transport.attempt.Attempts;
import io.vedette.transport.attempt.FrameAttempt;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.record.RecordReaders;
import io.vedette.transport.table.CameraReaders;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.topic.Topics;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Reading;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Help.Ansi;

/**
 * Records of every topic, made from the schemas and spoilt at random, go through all that reads
 * them: each is taken or refused in one line, and good ones between are taken. What is read of a
 * frame or an event is used as the roles do. {@code -Dvedette.seed=} makes another run the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryRecordTest {
  private static final long SEED = Long.getLong("vedette.seed", System.nanoTime());
  private static final int SPOILT = Integer.getInteger("vedette.records", 2_000);
  private static final int GOOD_EVERY = 12;
  private static final int OF_EACH = 3;
  private static final int CHECKED = 300;
  private static final int LONGEST_REASON = 1001;
  private static final String FORWARD = "progress";

  /** Topics that nothing in this program reads. */
  private static final Set<String> UNREAD = Set.of("rejected", "undelivered");

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "cameras",
          "camera",
          "owners",
          "owner",
          "detections",
          "detection",
          "counts",
          "count",
          "alerts",
          "alert",
          "audit",
          "audit",
          "clips",
          "clip",
          FORWARD,
          "forward-progress");
  private static final TopicSamples SAMPLES = new TopicSamples();
  private static final Contracts CONTRACTS = new Contracts();

  @TempDir static Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, RecordReader> readers = new LinkedHashMap<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TrackReaders track;

  @BeforeAll
  void open() {
    track = kept(new TrackReaders(TopicSamples.CAMERAS));
    FrameReader frames = kept(new FrameReader());
    RecordReader tail = tail("vedette.events");
    ProjectionReaders projection = kept(new ProjectionReaders(folder));
    readers.put("cameras", cameras().and(track.camera()));
    readers.put("owners", owners());
    readers.put("sessions", RecordReaders.session());
    readers.put("promotions", RecordReaders.promotion());
    readers.put("frames", frames.and(ForwardReaders.copy("vedette.frames")));
    readers.put("spool", frames.and(ForwardReaders.copy("vedette.spool")));
    readers.put(
        "detections",
        RecordReaders.detection()
            .and(track.detection())
            .and(tail)
            .and(ForwardReaders.copy("vedette.detections")));
    readers.put(
        "events",
        tail.and(new MqttReader("vedette.events"))
            .and(ForwardReaders.copy("vedette.events"))
            .and(projection.of("vedette.events")));
    readers.put(
        "alerts",
        tail.and(new MqttReader("vedette.alerts"))
            .and(kept(new WebhookReader(vertx)))
            .and(kept(new MailReader(vertx)))
            .and(projection.of("vedette.alerts")));
    readers.put("counts", projection.of("vedette.counts"));
    readers.put(
        "clips",
        record ->
            Optional.ofNullable(
                KeptClip.read(record.consumed("c", 1).key(), record.value()).reason()));
    readers.put("reviews", projection.of("vedette.reviews"));
    readers.put("audit", record -> Optional.ofNullable(AuditRecord.read(record.value()).reason()));
    readers.put("snapshots", new MqttReader("vedette.snapshots"));
    readers.put(FORWARD, ForwardReaders.progress());
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable reader : open) {
      reader.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private <T extends AutoCloseable> T kept(T reader) {
    open.add(reader);
    return reader;
  }

  @Test
  void shouldKnowEveryTopic() {
    Set<String> names = new TreeSet<>();
    for (Method method : Topics.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && method.getReturnType() == String.class) {
        names.add(method.getName());
      }
    }
    names.add(FORWARD); // at the centre; the site's others are as they were

    Set<String> known = new TreeSet<>(readers.keySet());
    known.addAll(UNREAD);
    assertThat(known).isEqualTo(names);
  }

  static Stream<String> topics() {
    return Stream.of(
        "cameras",
        "owners",
        "sessions",
        "promotions",
        "frames",
        "spool",
        "detections",
        "events",
        "counts",
        "alerts",
        "audit",
        "reviews",
        "clips",
        "snapshots",
        FORWARD);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldTakeOrRefuseEachRecordInOneLine(String topic) {
    RecordReader reader = Objects.requireNonNull(readers.get(topic));
    Random random = new Random(SEED);
    int refused = 0;
    RawRecord good = SAMPLES.of(topic, random);
    for (int i = 0; i < SPOILT; i++) {
      if (i % OF_EACH == 0) {
        good = SAMPLES.of(topic, random);
      }
      if (i % GOOD_EVERY == 0) {
        expectTaken(topic, reader, good);
      }
      refused += isRefused(topic, reader, Spoiling.of(good, random)) ? 1 : 0;
    }
    track.endSilent();
    assertThat(refused).as("seed %d, topic %s", SEED, topic).isPositive();
  }

  private static void expectTaken(String topic, RecordReader reader, RawRecord good) {
    Optional<String> defect = outcome(reader, good);
    if (defect.isPresent()) {
      RawRecord least =
          Shrinking.of(
              good, record -> isGood(topic, record) && outcome(reader, record).isPresent());
      throw failure(topic, "a good record is refused: " + defect.get(), least);
    }
  }

  private static boolean isRefused(String topic, RecordReader reader, RawRecord spoilt) {
    Optional<String> reason = outcome(reader, spoilt);
    if (reason.filter(text -> isBad(text)).isPresent()) {
      RawRecord least =
          Shrinking.of(spoilt, record -> outcome(reader, record).filter(t -> isBad(t)).isPresent());
      throw failure(topic, String.valueOf(outcome(reader, least).orElse("?")), least);
    }
    return reason.isPresent();
  }

  /** Whether a reason is one for a defect of this program, or cannot be shown. */
  private static boolean isBad(String reason) {
    return reason.startsWith("BROKEN")
        || reason.isBlank()
        || reason.length() > LONGEST_REASON
        || !Printable.isSafe(reason)
        || reason.matches(".*(Exception|Error)\\b.*");
  }

  private static Optional<String> outcome(RecordReader reader, RawRecord record) {
    try {
      return reader.read(record);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      StringWriter stack = new StringWriter();
      e.printStackTrace(new PrintWriter(stack));
      return Optional.of("BROKEN " + stack);
    }
  }

  private static boolean isGood(String topic, RawRecord record) {
    String schema = SCHEMAS.get(topic);
    return schema != null
        && record.value() != null
        && CONTRACTS.problems(schema, record.value()).isEmpty();
  }

  private static AssertionError failure(String topic, String what, RawRecord least) {
    return new AssertionError("topic %s, seed %d: %s%n%s".formatted(topic, SEED, what, least));
  }

  @Test
  void shouldMakeGoodRecordsByTheSchemas() {
    Random random = new Random(SEED);
    Set<String> all = new TreeSet<>(readers.keySet());
    all.addAll(UNREAD);
    for (String topic : all) {
      for (int i = 0; i < CHECKED; i++) {
        RawRecord good = SAMPLES.of(topic, random);
        assertThat(good.keyText()).isNotNull();
        String schema = SCHEMAS.get(topic);
        if (schema != null && good.value() != null) {
          assertThat(CONTRACTS.problems(schema, good.value())).as("%s", good).isEmpty();
        }
      }
    }
  }

  /** Camera records up to the settings that are made of them, and the list that shows them. */
  private static RecordReader cameras() {
    CameraSeeds seeds = CameraSeeds.of(new Settings(Map.of()), Map.of("USER", "me"));
    return record -> {
      Reading<CameraRecord> read = CameraReaders.camera(record);
      read.value().ifPresent(camera -> use(camera, seeds));
      return Optional.ofNullable(read.reason());
    };
  }

  private static void use(CameraRecord camera, CameraSeeds seeds) {
    if (camera.isRemoved()) {
      return;
    }
    try {
      var unused = seeds.resolve(camera.id(), camera.settings(), List.of());
    } catch (InvalidSettings e) {
      // It is this camera's alone; its node says so in a line.
      assertThat(Secrets.mask(String.valueOf(e.getMessage()))).isNotBlank();
    }
    checkList(Map.of(camera.id(), camera), Map.of());
  }

  private static RecordReader owners() {
    AttemptHistory history = new AttemptHistory();
    CameraReaders table = new CameraReaders(history::note);
    return record -> {
      boolean isTaken = table.owner(record);
      String camera = String.valueOf(record.keyText());
      CameraStateEvent owner = table.owners().get(camera);
      if (owner != null) {
        var next = history.next(camera, 5, "me", Instant.ofEpochSecond(1_795_000_000));
        assertThat(next.json().toString()).hasSizeLessThan(1000);
        assertThat(owner.json().length).isLessThan(50_000);
        checkList(Map.of(camera, listed(camera)), Map.of(camera, owner));
      }
      return isTaken ? Optional.empty() : Optional.of("counted as a defect");
    };
  }

  private static CameraRecord listed(String camera) {
    return new CameraRecord(camera, "{\"url\":\"rtsp://a/b\"}", CameraRecord.Origin.COMMAND, 0, 5);
  }

  private static void checkList(
      Map<String, CameraRecord> cameras, Map<String, CameraStateEvent> owners) {
    boolean isJson = cameras.toString().hashCode() % 2 == 0; // one of both is enough of each
    StringWriter printed = new StringWriter();
    Set<String> nodes = new TreeSet<>();
    owners.values().forEach(owner -> nodes.add(owner.node()));
    new CameraList(cameras, owners, Optional.of(nodes)).print(new PrintWriter(printed), isJson);
    List<String> lines = printed.toString().lines().toList();
    assertThat(lines.size()).isEqualTo(isJson ? 1 : 2);
    assertThat(lines.stream().allMatch(Printable::isSafe)).isTrue();
  }

  /** What {@code tail} prints, as lines and as JSON. */
  private static RecordReader tail(String topic) {
    EventLine line = new EventLine(Ansi.OFF, ZoneOffset.UTC);
    return record -> {
      EventReader.Event event = RecordReaders.event(record, topic);
      String printed = line.of(event);
      assertThat(printed.length()).isLessThan(1 << 18);
      assertThat(Printable.isSafe(printed)).as("printed safely").isTrue();
      Reading<String> json =
          Reading.of(() -> CheckedJson.parse(event.json(), "an event")).then(CheckedJson::line);
      json.value().ifPresent(text -> assertThat(Printable.isSafe(text)).isTrue());
      boolean isRefused = printed.contains("cannot be read: ");
      return isRefused ? Optional.of(printed) : Optional.empty();
    };
  }

  /** The state of a camera between two frames, as it is in the changelog of a track worker. */
  @Test
  void shouldTakeOrRefuseEachStoredState() {
    List<FrameDetections> frames = new Street("gate", 3, 10).detections(40);
    TrackerSettings tracker = Settings.defaults(TrackerSettings.class);
    AlertSettings alerts =
        new Settings(Map.of()).put("rules.a.when", "seen", "t").bind(AlertSettings.class);
    RuleSettings rules =
        new Settings(Map.of())
            .put("zones.right.polygon", "0.5,0 1,0 1,1 0.5,1", "t")
            .put("lines.middle.points", "0.5,1 0.5,0", "t")
            .bind(RuleSettings.class);
    CameraWatch watch = CameraWatch.begin("gate", tracker, alerts);
    watch.scene().use(rules);
    frames.subList(0, 200).forEach(watch::update);
    byte[] state = watch.bytes();
    Random random = new Random(SEED);

    int refused = 0;
    for (int i = 0; i < SPOILT; i++) {
      byte[] spoilt = Spoiling.bytes(state, random);
      byte[] bytes = spoilt == null ? new byte[0] : spoilt;
      Reading<CameraWatch> read =
          Reading.of(() -> CameraWatch.resume("gate", tracker, alerts, bytes));
      refused += read.value().isEmpty() ? 1 : 0;
      assertThat(read.reason() == null || !isBad(read.reason())).as(read.reason()).isTrue();
      read.value()
          .ifPresent(
              resumed -> {
                Reading<Integer> reported = Reading.of(() -> goOn(resumed, rules, frames));
                reported.value().ifPresent(count -> assertThat(count).isLessThan(5000));
                assertThat(reported.reason() == null || !isBad(reported.reason()))
                    .as("seed %d: %s", SEED, reported.reason())
                    .isTrue();
              });
    }
    assertThat(refused).isPositive();
  }

  private static int goOn(CameraWatch watch, RuleSettings rules, List<FrameDetections> frames) {
    watch.scene().use(rules);
    int reported = 0;
    for (FrameDetections frame : frames.subList(200, 203)) {
      reported += watch.update(frame).events().size();
      assertThat(watch.bytes().length).isLessThan(1 << 20);
    }
    return reported + watch.end().events().size();
  }

  /** What workers note with the offsets that they commit. */
  @Test
  void shouldTakeOrRefuseEachNoteOfAnAttempt() {
    Random random = new Random(SEED);
    String note =
        new FrameAttempt("worker", 120, 7, new java.util.TreeSet<>(List.of(3L, 9L))).note();
    for (int i = 0; i < SPOILT; i++) {
      byte[] spoilt = Spoiling.bytes(note.getBytes(StandardCharsets.UTF_8), random);
      String text = spoilt == null ? "" : new String(spoilt, StandardCharsets.UTF_8);
      Attempts<String> attempts = new Attempts<>("me", 10);
      attempts.gained("p", 5, FrameAttempt.parse(text));
      attempts.begin("p", 5);
      assertThat(attempts.notes(Map.of("p", 5L)).get("p")).hasSizeLessThan(4000);
    }
  }
}
