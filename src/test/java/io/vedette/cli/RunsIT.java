package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.detect.ModelSwitch;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.inference.OnnxModel;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import io.vedette.transport.frame.FrameSelection.Span;
import io.vedette.transport.table.TableReader;
import io.vedette.transport.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The same frames through the real model again and again: live, replayed, beside and promoted. */
class RunsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FRAMES = 30;
  private static final Size SIZE = new Size(640, 360);

  @TempDir Path folder;

  private final Services services = new Services();
  private final TransportSettings transport = Settings.defaults(TransportSettings.class);
  private final Topics topics = new Topics(transport);
  private Map<String, String> access;
  private KafkaAccess kafka;
  private FramePublisher publisher;
  private Instant began;
  private String out = "";

  @BeforeEach
  void start() throws IOException {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder.resolve("kafka"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    access = broker.clientProperties();
    kafka = new KafkaAccess(access, transport);
    topics.ensure(kafka);
    publisher =
        services.start(
            new FramePublisher(
                kafka,
                transport,
                new FramePlaces(),
                new Ledger(),
                (frame, bytes) -> Optional.empty(),
                TestSupervision.essential()));
    began = Instant.now();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void shouldGiveTheSameBytesEachTimeFramesAreReplayed() throws IOException {
    publish(0, FRAMES);
    node(services).detect(null);
    awaitDetections("live", 2 * FRAMES);

    assertThat(run("replay", "--from", began.toString(), "--run", "one")).isZero();
    assertThat(out).contains("60 frames of 2 cameras in vedette.detections.one");
    assertThat(run("replay", "--from", "10m", "--run", "two", "--camera", "gate")).isZero();

    Map<String, String> one = detections("one");
    Map<String, String> two = detections("two");
    assertThat(one).hasSize(2 * FRAMES);
    assertThat(two).hasSize(FRAMES);
    two.forEach(
        (id, json) ->
            assertThat(json.replace("\"run\":\"two\"", "\"run\":\"one\"")).isEqualTo(one.get(id)));
    assertThat(objects(one)).isEqualTo(objects(detections("live")));
    assertThat(one.values().toString()).contains("\"label\"").doesNotContain("latency_ms");
  }

  @Test
  void shouldSetAsideRecordsThatAreNoFramesAndGoOn() throws IOException {
    byte[] jpeg = new byte[100];
    sendFrame(null, jpeg, Map.of());
    sendFrame("strange", null, Map.of());
    sendFrame("strange", jpeg, Map.of("ce_time", "+300000-01-01T00:00:00Z"));
    sendFrame("strange", jpeg, Map.of("session", "first\nof all"));
    node(services).detect(null);
    await("rejected").atMost(PATIENCE).until(() -> rejected().size() == 4);

    publish(0, 10);
    awaitDetections("live", 20);

    assertThat(supervision.completion().isReached()).isFalse();
    assertThat(rejected())
        .hasSize(4)
        .allSatisfy(
            record ->
                assertThat(new Contracts().problems("rejected-headers", record.headers()))
                    .isEmpty());
  }

  /** A record of a client of another make. */
  private void sendFrame(String key, byte[] value, Map<String, String> other) {
    Map<String, String> headers =
        new TreeMap<>(
            Map.of("session", "1", "sequence", "0", "ce_time", began.toString(), "clock", "host"));
    headers.putAll(Map.of("width", "320", "height", "180"));
    headers.putAll(other);
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topics.frames(), 0, key, value);
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record);
    }
  }

  private List<ConsumerRecord<String, byte[]>> rejected() {
    List<ConsumerRecord<String, byte[]>> rejected = new ArrayList<>();
    try (TableReader reader = new TableReader(kafka, "test", topics.rejected())) {
      reader.readToEnd(rejected::add);
    }
    return rejected;
  }

  @Test
  void shouldGoOnWhereAReplayWasInterrupted() throws IOException {
    publish(0, FRAMES);
    await().atMost(PATIENCE).until(() -> ends() == 2 * FRAMES);
    String middle = Instant.now().toString();

    assertThat(run("replay", "--from", "10m", "--to", middle, "--run", "again")).isZero();
    assertThat(run("replay", "--from", "10m", "--to", middle, "--run", "again")).isZero();

    assertThat(out).contains("0 frames");
    assertThat(detections("again")).hasSize(2 * FRAMES);
  }

  @Test
  void shouldLeaveAReplayToTheProcessThatBeginsItAnew() throws Exception {
    publish(0, FRAMES);
    await().atMost(PATIENCE).until(() -> ends() == 2 * FRAMES);
    node(
            services,
            "inference.device=simulated",
            "inference.simulated-time=500ms",
            "inference.batch=1")
        .replay("twice", new Span(Instant.EPOCH, null, Set.of()));
    awaitDetections("twice", 2);

    assertThat(run("replay", "--from", "10m", "--run", "twice")).isZero();

    assertThatThrownBy(() -> supervision.completion().await())
        .hasMessageContaining("run twice is replayed by another process by now");
    assertThat(detections("twice")).hasSize(2 * FRAMES);
    assertThat(doubles).isZero();
  }

  @Test
  void shouldTellTheSameEventsOfAReplayByTheRulesOfItsTime() throws IOException {
    rules("left", "0.3,1 0.3,0", began.minusSeconds(60));
    rules("right", "0.7,1 0.7,0", began.plusSeconds(5)); // counts from frame 30 on
    publish(0, 2 * FRAMES);
    Node live = node(services);
    live.detect(null);
    live.track();
    awaitDetections("live", 4 * FRAMES);

    assertThat(run("replay", "--from", "10m", "--run", "one")).isZero();
    assertThat(run("track", "--run", "one")).isZero();
    assertThat(out).contains("vedette.events.one");
    List<String> reported = events("one");
    await().atMost(PATIENCE).until(() -> events("live").size() >= reported.size());
    assertThat(run("track", "--run", "one")).isZero();

    assertThat(reported).hasSizeGreaterThan(10);
    assertThat(reported.toString()).contains("\"name\":\"left\"", "\"name\":\"right\"");
    assertThat(events("one")).isEqualTo(reported);
    assertThat(events("live").stream().map(json -> json.replace(":\"live\"", ":\"one\"")))
        .isEqualTo(reported);
    assertThat(run("track", "--run", "nothing")).isEqualTo(1);
    assertThat(out.lines()).singleElement().asString().contains("vedette.detections.nothing");
  }

  @Test
  void shouldTellHowTwoRunsDiffer() throws IOException {
    publish(0, 10);
    await().atMost(PATIENCE).until(() -> ends() == 20);
    run("replay", "--from", "10m", "--run", "one");
    run("replay", "--from", "10m", "--run", "same");
    run("replay", "--from", "10m", "--run", "strict", "--set", "detection.confidence=0.5");
    Path picture = folder.resolve("diff.png");

    assertThat(run("diff", "one", "one")).isEqualTo(2);
    assertThat(run("diff", "one", "same")).isZero();
    assertThat(out).contains("20 frames in both", "1.000");
    assertThat(run("diff", "one", "strict", "--json", "--picture", picture.toString())).isZero();

    JsonNode summary = new ObjectMapper().readTree(out);
    assertThat(summary.get("frames").asInt()).isEqualTo(20);
    assertThat(summary.get("labels")).isNotEmpty();
    summary.get("labels").forEach(label -> assertThat(label.get("added").asInt()).isZero());
    assertThat(ImageIO.read(picture.toFile())).isNotNull();
    assertThat(run("diff", "one", "nothing")).isEqualTo(1);
  }

  @Test
  void shouldPromoteAShadowWithoutLosingOrDoublingAFrame() throws IOException {
    Path other = otherModel();
    Services live = services.keep(new Services());
    Services shadow = services.keep(new Services());
    node(live).detect(null);
    Node beside = node(shadow, "inference.model=" + other);
    beside.detect("next");
    await("the shadow runs")
        .atMost(PATIENCE)
        .until(() -> ModelSwitch.models(kafka, topics.frames(), "vedette-detect-next").size() == 1);
    publish(0, 10);
    awaitDetections("live", 20);
    awaitDetections("next", 20);

    assertThat(run("detect", "--shadow", "next", "--promote")).isZero();
    for (int first = 10; first < 60; first += 10) {
      publish(first, first + 10);
      awaitDetections("live", 2 * (first + 10));
    }

    List<String> models =
        detections("live").values().stream().map(json -> model(json)).distinct().toList();
    assertThat(detections("live")).hasSize(120);
    assertThat(doubles).isZero();
    assertThat(models).hasSize(2);
  }

  private final Supervision supervision = TestSupervision.make();
  private int doubles;

  private Node node(Services owner, String... more) {
    VedetteSettings settings =
        new Settings(Map.of()).assignments(List.of(more)).bind(VedetteSettings.class);
    return new Node(settings.withKafka(access), owner, supervision);
  }

  private void publish(int first, int end) throws IOException {
    StreetScene scene = new StreetScene(0, SIZE, 5);
    for (int i = first; i < end; i++) {
      for (String camera : List.of("gate", "yard")) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(scene.render(camera.equals("gate") ? i : i + 40).image(), "jpg", jpeg);
        publisher.accept(
            new Frame(
                new FrameId(camera, 1, i),
                began.plusMillis(200L * i),
                CaptureClock.FILE,
                SIZE,
                jpeg.toByteArray(),
                StageTimes.NONE));
      }
    }
  }

  /** The cameras' rules from a time on: one line. */
  private void rules(String line, String points, Instant at) {
    String json = "{\"lines\":{\"%s\":{\"points\":\"%s\"}}}".formatted(line, points);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer())) {
      for (String camera : List.of("gate", "yard")) {
        producer.send(
            new ProducerRecord<>(
                topics.cameras(),
                null,
                at.toEpochMilli(),
                camera,
                json.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** What a run tells of its scenes as text, in order per camera. */
  private List<String> events(String run) {
    Map<String, List<String>> events = new TreeMap<>();
    try (TableReader reader = new TableReader(kafka, "test", topics.events(run))) {
      reader.readToEnd(
          record -> {
            String json = new String(record.value(), StandardCharsets.UTF_8);
            if (json.contains("\"reasons\"")) {
              events.computeIfAbsent(record.key(), camera -> new ArrayList<>()).add(json);
            }
          });
    }
    return events.values().stream().flatMap(List::stream).toList();
  }

  private long ends() {
    long[] records = {0};
    try (TableReader reader = new TableReader(kafka, "test", topics.frames())) {
      reader.readToEnd(record -> records[0]++);
    }
    return records[0];
  }

  private void awaitDetections(String run, int frames) {
    await(run).atMost(PATIENCE).until(() -> detections(run).size() >= frames);
  }

  /** The records of a run as text, by frame. */
  private Map<String, String> detections(String run) {
    Map<String, String> detections = new TreeMap<>();
    doubles = 0;
    try (TableReader reader = new TableReader(kafka, "test", topics.detections(run))) {
      reader.readToEnd(
          record -> {
            String json = new String(record.value(), StandardCharsets.UTF_8);
            JsonNode frame = json(json).get("frame");
            if (detections.put(record.key() + "/" + frame.get("sequence"), json) != null) {
              doubles++;
            }
          });
    }
    return detections;
  }

  private static Map<String, String> objects(Map<String, String> detections) {
    Map<String, String> objects = new TreeMap<>();
    detections.forEach((id, json) -> objects.put(id, json(json).get("objects").toString()));
    return objects;
  }

  private static String model(String json) {
    return json(json).get("model").get("digest").asText();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private int run(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", folder.resolve("kafka").toString()));
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(printed, true));
    int code = line.execute(all.toArray(String[]::new));
    out = printed.toString();
    return code;
  }

  /**
   * The shipped model with an empty field behind it that nobody reads: another file, same boxes.
   */
  private Path otherModel() throws IOException {
    byte[] field = {(byte) 0xA2, 0x06, 0x00};
    try (InputStream in = OnnxModel.class.getResourceAsStream("/models/" + OnnxModel.SHIPPED)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(in.readAllBytes());
      bytes.write(field);
      return Files.write(folder.resolve("other.onnx"), bytes.toByteArray());
    }
  }
}
