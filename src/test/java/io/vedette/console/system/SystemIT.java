package io.vedette.console.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.Callers;
import io.vedette.console.TestConsole;
import io.vedette.console.camera.CameraDirectory;
import io.vedette.console.search.DetectionPart;
import io.vedette.console.search.EventDetections;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.SceneEvent;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.projection.Projector;
import io.vedette.projection.SampleRecords;
import io.vedette.runtime.Services;
import io.vedette.runtime.TestSupervision;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vedette.transport.CommittedRecords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.detection.DetectionLog;
import io.vedette.transport.group.GroupView;
import io.vedette.transport.table.CameraRecord.Origin;
import io.vedette.transport.table.Promotions;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The system's figures beside what Kafka's own clients say of the same topics and groups. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SystemIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);
  private static final String GROUP = "vedette-detect";
  private static final int DETECTIONS = 90;
  private static final int MINUTES = 10;
  private static final Instant BEGIN = Instant.now().minus(Duration.ofMinutes(MINUTES + 5));
  private static final SampleRecords SAMPLES =
      new SampleRecords(TOPICS, List.of("gate", "yard"), BEGIN, Duration.ofSeconds(2));

  @TempDir static Path folder;
  private final Services services = new Services();
  private EmbeddedBroker broker;
  private KafkaAccess kafka;
  private TestConsole console;
  private volatile Actor actor = actor(Role.OPERATOR, CameraScope.ALL);

  private static Actor actor(Role role, CameraScope scope) {
    return new Actor("a", "anna", role, scope);
  }

  @BeforeAll
  void start() throws Exception {
    broker =
        services.start(
            new EmbeddedBroker(
                folder.resolve("broker"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    kafka = new KafkaAccess(broker.clientProperties(), SETTINGS);
    TOPICS.ensure(kafka);
    fill();
    CameraRegistry registry =
        new CameraRegistry(kafka, TOPICS, "vedette-ingest", InstantSource.system());
    registry.update(
        known ->
            List.of(
                new Change("gate", "{\"url\":\"rtsp://127.0.0.1:9/a\"}", Origin.SEED),
                new Change("yard", "{\"url\":\"rtsp://127.0.0.1:9/b\"}", Origin.SEED)));
    CameraDirectory directory =
        services.start(new CameraDirectory(kafka, TOPICS, registry, TestSupervision.essential()));
    Database database =
        services.keep(new Database(DatabaseAddress.embedded(folder.resolve("console"))));
    Projector projector =
        services.start(
            new Projector(
                kafka,
                TOPICS,
                new Projector.Store(database, Duration.ofDays(90), InstantSource.system()),
                TestSupervision.make().separate()));
    Map<String, SystemPart.Stage> stages =
        Map.of(
            "detect",
                new SystemPart.Stage(TOPICS.frames(), new GroupView(kafka, TOPICS.frames(), GROUP)),
            "track",
                new SystemPart.Stage(
                    TOPICS.detections(), new GroupView(kafka, TOPICS.detections(), "nobody")));
    console =
        new TestConsole(
            Vertx.vertx(),
            new Callers() {
              @Override
              public Future<Actor> of(RoutingContext context) {
                return Future.succeededFuture(actor);
              }
            },
            new SystemPart(
                new SystemPart.Sources(
                    database, directory, projector, stages, new RecentDetections(kafka, TOPICS)),
                InstantSource.system()),
            new DetectionPart(
                new EventDetections(database, new DetectionLog(kafka, TOPICS.detections()))));
    await().atMost(PATIENCE).until(() -> projector.lag() == 0 && directory.isRead());
  }

  @AfterAll
  void stop() {
    console.close();
    services.close();
  }

  /** Events, minutes of coverage, detections, and frames of which a group has read a part. */
  private void fill() {
    try (KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
        KafkaConsumer<String, byte[]> consumer = consumer(GROUP)) {
      SAMPLES.events(0, DETECTIONS + 2).forEach(producer::send);
      SAMPLES.coverage(MINUTES).forEach(producer::send);
      for (int i = 0; i < DETECTIONS; i++) {
        producer.send(detection(i));
        producer.send(new ProducerRecord<>(TOPICS.frames(), 0, "gate", new byte[] {1}));
      }
      producer.flush();
      TopicPartition partition = new TopicPartition(TOPICS.frames(), 0);
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(DETECTIONS - 33)));
    }
    Promotions.promote(kafka, TOPICS.promotions(), "9f2c41d07a3e");
  }

  private static FrameDetections seen(int number) {
    SceneEvent event = SAMPLES.event(number);
    return new FrameDetections(
        event.camera(),
        event.origin().frame(),
        event.origin().model(),
        FrameDetections.LIVE,
        List.of(
            new DetectedObject("person", 0, 0.9, new RelativeBox(0.4, 0.3, 0.05, 0.2)),
            new DetectedObject("dog", 16, 0.5, new RelativeBox(0.1, 0.6, 0.1, 0.1))),
        Map.of("decode", 1.5 + number, "infer", 40.25 + number % 7, "end_to_end", 60.0 + number));
  }

  private static ProducerRecord<String, byte[]> detection(int number) {
    FrameDetections seen = seen(number);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            TOPICS.detections(),
            null,
            seen.frame().capturedAt().toEpochMilli() + 80,
            seen.camera(),
            DetectionJson.write(seen));
    record.headers().add("ce_id", seen.id().getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private KafkaConsumer<String, byte[]> consumer(String group) {
    Properties properties = new Properties();
    properties.putAll(broker.clientProperties());
    properties.put("group.id", group);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** All records of a topic, by a client of Kafka's own. */
  private List<JsonNode> records(String topic) throws Exception {
    List<JsonNode> records = new ArrayList<>();
    for (var record : CommittedRecords.of(broker.clientProperties(), topic::equals)) {
      records.add(JSON.readTree(record.value()));
    }
    return records;
  }

  @Test
  void shouldSayHowFarAStageIsBehindAsKafkaItselfDoes() throws Exception {
    JsonNode groups = console.get("/system").json().path("groups");

    long behind = 0;
    try (Admin admin = Admin.create(new HashMap<String, Object>(broker.clientProperties()))) {
      Map<TopicPartition, OffsetAndMetadata> done =
          admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      done.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
      for (var end : admin.listOffsets(asked).all().get().entrySet()) {
        behind += end.getValue().offset() - done.get(end.getKey()).offset();
      }
    }
    assertThat(behind).isEqualTo(33);
    assertThat(groups.get(0).path("stage").asText()).isEqualTo("detect");
    assertThat(groups.get(0).path("behind").asLong()).isEqualTo(behind);
    assertThat(groups.get(1).path("behind").isNull()).as("of a group that there is not").isTrue();
    assertThat(groups.get(1).path("members").asInt()).isZero();
  }

  @Test
  void shouldSayHowLongStagesTakeAndByWhichModelFromTheDetectionsOfKafka() throws Exception {
    List<JsonNode> detections = records(TOPICS.detections());

    JsonNode system = console.get("/system").json();

    assertThat(system.at("/latency/detections").asInt()).isEqualTo(detections.size());
    for (JsonNode stage : system.at("/latency/stages")) {
      String name = stage.path("stage").asText();
      assertThat(stage.path("p50_ms").asDouble())
          .as(name)
          .isCloseTo(rank(detections, name, 0.5), within(1e-9));
      assertThat(stage.path("p99_ms").asDouble())
          .as(name)
          .isCloseTo(rank(detections, name, 0.99), within(1e-9));
    }
    assertThat(system.at("/latency/stages")).hasSize(3);
    assertThat(system.path("models").toString())
        .isEqualTo(
            "[{\"name\":\"m\",\"digest\":\"9f2c41d07a3e\",\"device\":\"cpu\",\"detections\":%d}]"
                .formatted(DETECTIONS));
    assertThat(system.path("promoted").asText()).isEqualTo("9f2c41d07a3e");
  }

  private static double rank(List<JsonNode> detections, String stage, double part) {
    List<Double> times = new ArrayList<>();
    detections.forEach(seen -> times.add(seen.path("latency_ms").path(stage).asDouble()));
    Collections.sort(times);
    return times.get((int) Math.ceil(part * times.size()) - 1);
  }

  @Test
  void shouldCountFramesAndRecordsAsKafkaHasThem() throws Exception {
    List<JsonNode> events = records(TOPICS.events());
    long captured = 0;
    long inferred = 0;
    for (JsonNode event : events) {
      captured += event.at("/frames/captured").asLong();
      inferred += event.at("/frames/inferred").asLong();
    }

    JsonNode system = console.get("/system").json();

    assertThat(captured).isEqualTo(MINUTES * 2 * 300);
    assertThat(sum(system.path("minutes"), "captured")).isEqualTo(captured);
    assertThat(sum(system.path("minutes"), "inferred")).isEqualTo(inferred);
    assertThat(system.at("/database/records").asLong()).isEqualTo(events.size());
    assertThat(system.at("/database/behind").asLong()).isZero();
    assertThat(system.at("/database/bytes").asLong()).isPositive();
    assertThat(system.path("cameras").toString())
        .isEqualTo(
            "[{\"camera\":\"gate\",\"state\":\"unread\"},{\"camera\":\"yard\",\"state\":\"unread\"}]");
  }

  private static long sum(JsonNode minutes, String field) {
    long sum = 0;
    for (JsonNode minute : minutes) {
      sum += minute.path(field).asLong();
    }
    return sum;
  }

  @Test
  void shouldShowNothingOfForeignCameras() {
    try {
      actor = actor(Role.OPERATOR, CameraScope.of(List.of("yard")));
      JsonNode system = console.get("/system").json();
      assertThat(system.toString()).doesNotContain("gate");
      assertThat(system.at("/latency/detections").asInt()).isEqualTo(DETECTIONS / 2);
      assertThat(sum(system.path("minutes"), "captured")).isEqualTo(MINUTES * 300);
      assertThat(console.get(detectionOf(0)).status()).isEqualTo(404);

      actor = actor(Role.VIEWER, CameraScope.ALL);
      assertThat(console.get("/system").status()).isEqualTo(403);
    } finally {
      actor = actor(Role.OPERATOR, CameraScope.ALL);
    }
  }

  @Test
  void shouldFindTheDetectionThatAnEventComesFrom() {
    JsonNode found = console.get(detectionOf(10)).json();

    FrameDetections seen = seen(10);
    assertThat(found.path("id").asText()).isEqualTo(seen.id());
    assertThat(found.at("/model/digest").asText()).isEqualTo("9f2c41d07a3e");
    assertThat(found.at("/latency_ms/decode").asDouble()).isEqualTo(11.5);
    assertThat(found.path("objects")).hasSize(2);
    assertThat(found.at("/objects/1/label").asText()).isEqualTo("dog");
    assertThat(found.at("/objects/1/box/y").asDouble()).isEqualTo(0.6);

    TestConsole.Reply none = console.get(detectionOf(DETECTIONS + 1));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.text()).contains("kept no longer");
  }

  private static String detectionOf(int event) {
    return "/events/"
        + URLEncoder.encode(SAMPLES.event(event).id(), StandardCharsets.UTF_8)
        + "/detection";
  }
}
