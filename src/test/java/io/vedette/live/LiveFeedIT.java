package io.vedette.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.event.DetectionJson;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.frame.Frame;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Live pictures over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveFeedIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);

  @TempDir static Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final List<Viewer> opened = new ArrayList<>();
  private EmbeddedBroker broker;
  private KafkaAccess kafka;
  private KafkaProducer<String, byte[]> producer;
  private LiveFeed feed;

  @BeforeAll
  void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), SETTINGS);
    TOPICS.ensure(kafka);
    producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
    feed = new LiveFeed(kafka, TOPICS, TestSupervision.essential(), InstantSource.system());
    feed.start();
  }

  @AfterEach
  void closeViewers() {
    opened.forEach(viewer -> loop.execute(viewer::close));
    opened.clear();
  }

  @AfterAll
  void stop() {
    feed.close();
    producer.close();
    broker.close();
    loop.shutdownNow();
  }

  @Test
  void shouldReadOnlyWhatIsLookedAtAndNothingWhenNobodyLooks() {
    await().atMost(Duration.ofSeconds(20)).until(() -> feed.partitions() == 0);

    Sink sink = open(true, "one");
    await().until(() -> feed.partitions() == 2); // its frames, its detections
    publish(frame("one", 0), true);
    publish(frame("other", 0), true);
    await().until(() -> sink.frames().contains("one/1/0"));
    assertThat(sink.frames()).containsExactly("one/1/0");

    closeViewers();
    await().atMost(Duration.ofSeconds(20)).until(() -> feed.partitions() == 0);
  }

  @Test
  void shouldPutTheBoxesOfAFrameOnThatFrame() {
    Sink sink = open(true, "boxes");
    await().until(() -> feed.partitions() > 0);
    for (int i = 0; i < 40; i++) {
      publish(frame("boxes", i), i % 5 != 0);
      pause(40);
    }
    await().until(() -> sink.frames().contains("boxes/1/39"));

    int joined = 0;
    for (JsonNode head : sink.heads) {
      long number = Long.parseLong(head.get("frame").asText().replaceAll(".*/", ""));
      if (head.get("boxes").isArray()) {
        assertThat(head.get("boxes")).hasSize(1);
        assertThat(Math.round(head.get("boxes").get(0).get("x").asDouble() * 1000))
            .isEqualTo(number);
        joined++;
      } else {
        assertThat(number % 5).isZero();
      }
    }
    assertThat(joined).isGreaterThan(20);
  }

  @Test
  void shouldGiveWhoeverComesLaterThePictureThatIsThere() {
    Sink first = open(true, "later");
    await().until(() -> feed.partitions() > 0);
    publish(frame("later", 7), true);
    await().until(() -> first.frames().contains("later/1/7"));

    Sink second = open(true, "later");

    await().until(() -> second.frames().contains("later/1/7"));
  }

  @Test
  void shouldHoldNobodyUpForThoseWhoDoNotRead() {
    List<Sink> deaf = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      deaf.add(open(false, "crowd"));
    }
    Sink awake = open(true, "crowd");
    await().until(() -> feed.partitions() > 0);
    for (int i = 0; i < 50; i++) {
      publish(frame("crowd", i), true);
      pause(20);
    }

    await().until(() -> awake.frames().contains("crowd/1/49"));
    assertThat(awake.frames()).hasSizeGreaterThan(25);
    for (Sink sink : deaf) {
      assertThat(sink.frames()).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void shouldShowNoFrameOfAFencedOwner() {
    Sink sink = open(true, "fenced");
    await().until(() -> feed.partitions() > 0);
    publish(ofSession("fenced", 2, 0), false);
    pause(100);
    publish(ofSession("fenced", 1, 99), false);
    pause(100);
    publish(ofSession("fenced", 2, 1), false);

    await().until(() -> sink.frames().contains("fenced/2/1"));
    assertThat(sink.frames()).doesNotContain("fenced/1/99");
  }

  @Test
  void shouldPassOverRecordsThatAreNoFrames() throws Exception {
    Sink sink = open(true, "broken");
    await().until(() -> feed.partitions() > 0);
    producer.send(new ProducerRecord<>(TOPICS.frames(), "broken", new byte[] {1})).get();
    producer.send(new ProducerRecord<>(TOPICS.detections(), "broken", new byte[] {1})).get();
    publish(frame("broken", 3), true);

    await().until(() -> sink.frames().contains("broken/1/3"));
  }

  @Test
  void shouldTellTheStateOfACameraWithItsReason() throws Exception {
    Sink sink = open(true, "ramp");
    send(
        TOPICS.owners(),
        "ramp",
        new CameraStateEvent(
                "ramp",
                CameraState.FAILED,
                1,
                0,
                "node-1",
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                new CameraStateEvent.Problem("unauthorized", "ramp: refused the login"),
                null,
                null,
                null)
            .json());

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> sink.states("ramp").contains("offline unauthorized"));
  }

  @Test
  void shouldGoBackInTimeWithAllCamerasInStep() {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
    for (int i = 0; i < 100; i++) { // 20 s of two cameras
      publishAt("left", i, begin.plusMillis(200L * i));
      publishAt("right", i, begin.plusMillis(200L * i + 20));
    }
    Sink sink = open(true, "left", "right");
    long at = LivePicture.micros(begin.plusSeconds(10));
    sink.send("{\"at\":%d,\"rate\":0}".formatted(at));
    await().untilAsserted(() -> assertThat(sink.frames()).contains("left/1/50", "right/1/49"));
    assertThat(sink.shown).isEqualTo(at);

    sink.send("{\"at\":%d,\"rate\":4}".formatted(at));
    await().until(() -> sink.frames().contains("right/1/80"));
    sink.heads.stream()
        .filter(head -> head.get("boxes").isArray())
        .forEach(
            head ->
                assertThat(Math.round(head.get("boxes").get(0).get("x").asDouble() * 1000))
                    .isEqualTo(Long.parseLong(head.get("frame").asText().replaceAll(".*/", ""))));
    assertThat(sink.heads.stream().filter(head -> head.get("boxes").isArray()).count())
        .isGreaterThan(10);

    sink.send("{\"at\":null}");
    await()
        .until(
            () -> {
              publish(frame("left", 1000), true);
              pause(100);
              return sink.frames().contains("left/1/1000");
            });
  }

  @Test
  void shouldGiveThePictureOfATime() throws Exception {
    Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(40);
    for (int i = 0; i < 20; i++) {
      publishAt("still", i, begin.plusMillis(500L * i));
    }

    LivePicture picture =
        feed.picture("still", begin.plusMillis(3600), true, Duration.ofSeconds(10))
            .get(20, TimeUnit.SECONDS);

    assertThat(picture.frame().id().sequence()).isEqualTo(7);
    assertThat(picture.boxes()).hasSize(1);
    assertThat(feed.annotated(picture, 0).get(20, TimeUnit.SECONDS)).isNotEmpty();
  }

  @Test
  void shouldSayThatThereIsNoPictureInTime() {
    assertThat(feed.picture("nobody", null, false, Duration.ofMillis(300)))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(TimeoutException.class);
  }

  private Sink open(boolean reads, String... cameras) {
    Sink sink = new Sink(reads);
    sink.viewer = feed.open(new Viewer.Terms(sink, loop, camera -> true, true));
    opened.add(sink.viewer);
    List<String> shown = new ArrayList<>();
    for (String camera : cameras) {
      shown.add("{\"camera\":\"" + camera + "\"}");
    }
    sink.send("{\"show\":[" + String.join(",", shown) + "]}");
    return sink;
  }

  private static Frame frame(String camera, long number) {
    return TestPictures.frame(camera, number, Instant.now().truncatedTo(ChronoUnit.MICROS));
  }

  private static Frame ofSession(String camera, long session, long number) {
    Frame frame = frame(camera, number);
    return new Frame(
        new io.vedette.frame.FrameId(camera, session, number),
        frame.capturedAt(),
        frame.clock(),
        frame.size(),
        frame.jpeg(),
        frame.times());
  }

  private void publish(Frame frame, boolean isLookedAt) {
    producer.send(FrameRecords.write(TOPICS.frames(), null, frame));
    if (isLookedAt) {
      send(
          TOPICS.detections(),
          frame.id().camera(),
          DetectionJson.write(TestPictures.detections(frame)));
    }
  }

  /** Records that lie in Kafka as if they had come at a time. */
  private void publishAt(String camera, long number, Instant at) {
    Frame frame = TestPictures.frame(camera, number, at);
    ProducerRecord<String, byte[]> record = FrameRecords.write(TOPICS.frames(), null, frame);
    producer.send(
        new ProducerRecord<>(
            record.topic(),
            null,
            at.toEpochMilli(),
            record.key(),
            record.value(),
            record.headers()));
    producer.send(
        new ProducerRecord<>(
            TOPICS.detections(),
            null,
            at.toEpochMilli() + 100,
            camera,
            DetectionJson.write(TestPictures.detections(frame))));
    producer.flush();
  }

  private void send(String topic, String key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, key, value));
    producer.flush();
  }

  private static void pause(long millis) {
    java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  /** A client that acknowledges what it gets, or one that takes two pictures and no more. */
  private final class Sink implements ViewerSink {
    private final List<JsonNode> heads = new CopyOnWriteArrayList<>();
    private final Set<String> states = java.util.Collections.synchronizedSet(new HashSet<>());
    private final boolean reads;
    private volatile long shown;
    private Viewer viewer;

    private Sink(boolean reads) {
      this.reads = reads;
    }

    private void send(String message) {
      loop.execute(() -> viewer.receive(message.getBytes(StandardCharsets.UTF_8)));
    }

    private List<String> frames() {
      return heads.stream().map(head -> head.get("frame").asText()).toList();
    }

    private Set<String> states(String camera) {
      Set<String> known = new HashSet<>();
      synchronized (states) {
        states.forEach(
            state -> {
              if (state.startsWith(camera + " ")) {
                known.add(state.substring(camera.length() + 1).strip());
              }
            });
      }
      return known;
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void picture(byte[] head, byte[] jpeg) {
      JsonNode read = read(head);
      heads.add(read);
      if (reads) {
        send("{\"ack\":" + read.get("seq").asLong() + "}");
      }
    }

    @Override
    public void text(String json) {
      JsonNode message = read(json.getBytes(StandardCharsets.UTF_8));
      if (message.get("type").asText().equals("states")) {
        message
            .get("cameras")
            .forEach(
                look ->
                    states.add(
                        String.join(
                            " ",
                            look.get("camera").asText(),
                            look.get("state").asText(),
                            look.get("reason").asText())));
      } else if (message.get("type").asText().equals("time")) {
        shown = message.get("at").asLong();
      }
    }

    @Override
    public void end(String reason) {}

    private JsonNode read(byte[] json) {
      try {
        return JSON.readTree(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
