package io.vedette.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.vedette.config.Settings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.jpeg.FrameShrinker;
import io.vedette.runtime.Failure;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.access.Right;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.detection.DetectionBatch;
import io.vedette.transport.detection.DetectionPublisher;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.exchange.BatchWriter;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames and detections across a real broker: the embedded one, and where Docker is, Kafka's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransportSuite {
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);
  private KafkaAccess kafka;

  private final Ledger ledger = new Ledger();

  /** What clients connect to the broker with, once it runs. */
  abstract Map<String, String> access();

  @BeforeAll
  void ensureTopics() {
    Map<String, String> properties = new HashMap<>(access());
    properties.put("auto.offset.reset", "earliest");
    kafka = new KafkaAccess(properties, SETTINGS);
    TOPICS.ensure(kafka);
    TOPICS.ensure(kafka);
  }

  @Test
  void shouldReadTopicsThatAreThereAndOthersOnceTheyAre() throws Exception {
    make("early.events");
    tell("early.events", "long ago");
    try (EventReader reader = new EventReader(kafka, List.of("early.events", "late.events"))) {
      tell("early.events", "now");
      await().until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());

      make("late.events");
      tell("late.events", "first");

      List<String> heard = new ArrayList<>();
      await()
          .until(
              () -> {
                reader.poll(Duration.ofMillis(100)).forEach(event -> heard.add(event.topic()));
                return heard.equals(List.of("late.events"));
              });
      tell("early.events", "after");
      await().until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());
    }
  }

  @Test
  void shouldSayWhichTopicsThereAreNot() {
    assertThatThrownBy(() -> new EventReader(kafka, List.of("no.events", "no.alerts")))
        .hasMessageContaining("there is no topic no.events or no.alerts");
  }

  private void make(String topic) throws Exception {
    try (Admin admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
  }

  private void tell(String topic, String what) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, "gate", what.getBytes())).get();
    }
  }

  @Test
  void shouldCarryAFrameAndItsDetectionThroughATransaction() throws Exception {
    Frame frame = frame("gate", 3, new byte[] {1, 2, 3});
    try (FramePublisher publisher =
        new FramePublisher(
            kafka,
            SETTINGS,
            new FramePlaces(),
            ledger,
            (f, bytes) -> Optional.empty(),
            TestSupervision.essential())) {
      publisher.start();
      publisher.accept(frame);

      try (WorkerClients clients =
          WorkerClients.open(
              kafka,
              FrameSelection.shared(TOPICS.frames(), "detect"),
              DetectionPublisher.properties(kafka, SETTINGS.delivery(), "detect-1"),
              new NoListener())) {
        DetectionPublisher detections =
            new DetectionPublisher(
                clients.exchange(),
                kafka,
                new DetectionPublisher.Outlets(
                    TOPICS.detections(),
                    TOPICS.rejected(),
                    TOPICS.events(),
                    TOPICS.sessions("live")));
        FrameRecord record = first(clients.frames(), "gate");
        assertThat(record.frame()).usingRecursiveComparison().isEqualTo(frame);

        FrameDetections event = event(frame);
        detections.publish(
            new DetectionBatch(
                List.of(event),
                List.of(),
                List.of(),
                List.of(),
                Map.of(record.partition(), record.offset() + 1),
                Map.of()));

        CloudEvent read = readBack();
        assertThat(read.getId()).isEqualTo("gate/1/3@0123456789ab");
        assertThat(read.getSource()).hasToString("/cameras/gate");
        assertThat(read.getTime().toInstant()).isEqualTo(frame.capturedAt());
        assertThat(DetectionJson.read(read.getData().toBytes())).isEqualTo(event);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST", "FILE"})
  void shouldPublishWhatIsBufferedBeforeItEnds(CaptureClock clock) {
    int number = 300;
    String camera = "ending-" + clock.wireName();
    try (FramePublisher publisher =
        new FramePublisher(
            kafka,
            SETTINGS,
            new FramePlaces(),
            ledger,
            (f, bytes) -> Optional.empty(),
            TestSupervision.essential())) {
      publisher.start();
      for (int i = 0; i < number; i++) {
        Frame frame = frame(camera, i, new byte[20_000]);
        publisher.accept(
            new Frame(frame.id(), Instant.now(), clock, frame.size(), frame.jpeg(), frame.times()));
      }
    }

    try (FrameConsumer consumer = consumer(camera, new NoListener())) {
      assertThat(records(consumer, camera, number))
          .extracting(record -> record.frame().id().sequence())
          .isSorted()
          .doesNotHaveDuplicates()
          .hasSize(number);
    }
    assertThat(ledger.balances()).doesNotContainKey(camera);
  }

  @Test
  void shouldRecallWhatTheWorkerBeforeHasSeen() {
    publish("handed", 0, 3);
    FrameSelection frames = FrameSelection.shared(TOPICS.frames(), "handed");
    try (WorkerClients before = WorkerClients.open(kafka, frames, new NoListener())) {
      FrameRecord last = records(before.frames(), "handed", 3).get(2);
      before.commit(last.partition(), last.offset() + 1);
    }
    publish("handed", 3, 2);

    NoListener listener = new NoListener();
    try (FrameConsumer after = consumer("handed", listener)) {
      assertThat(records(after, "handed", 2))
          .extracting(record -> record.frame().id().sequence())
          .containsExactly(3L, 4L);
    }
    assertThat(listener.recalled)
        .filteredOn(record -> record.camera().equals("handed"))
        .extracting(record -> record.frame().id().sequence())
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  void shouldReadATopicMadeAnewFromItsBeginning() throws Exception {
    TransportSettings brief = settings("again", "8MiB");
    Topics topics = new Topics(brief);
    topics.ensure(kafka);
    publish(brief, "gate", 0, 9);
    FrameSelection frames = FrameSelection.shared(topics.frames(), "again");
    try (WorkerClients before = WorkerClients.open(kafka, frames, new NoListener())) {
      FrameRecord last = records(before.frames(), "gate", 8).get(7);
      before.commit(last.partition(), last.offset() + 1);
    }

    try (FrameConsumer after = WorkerClients.frames(kafka, frames, new NoListener())) {
      assertThat(records(after, "gate", 1).get(0).offset()).isEqualTo(8);
      try (Admin admin = Admin.create(kafka.admin())) {
        admin.deleteTopics(List.of(topics.frames())).all().get();
        await()
            .ignoreExceptions()
            .until(() -> topics.ensure(kafka, admin).contains(topics.frames()));
      }
      publish(brief, "gate", 9, 2);

      assertThat(records(after, "gate", 2)).extracting(FrameRecord::offset).containsExactly(0L, 1L);
    }
  }

  @Test
  void shouldLoseNothingOfASpanWhenAPositionCannotBeTold() {
    publish("moved", 0, 5);
    FrameSelection frames =
        new FrameSelection(
            TOPICS.frames(),
            "moved",
            false,
            new FrameSelection.Span(Instant.EPOCH, null, Set.of("moved")));

    List<FrameRecord> read = new ArrayList<>();
    try (FrameConsumer consumer =
        new FrameConsumer(
            new Exchange<>(
                new Forgetful(kafka.consumer("moved", "moved")),
                BatchWriter.of(kafka.eventProducer("moved"))),
            kafka,
            frames,
            new NoListener())) {
      await()
          .ignoreException(Failure.class)
          .until(
              () -> {
                read.addAll(consumer.poll(Duration.ofMillis(100)));
                return consumer.isAtEnd();
              });
    }

    assertThat(read)
        .extracting(record -> record.frame().id().sequence())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  /** Cannot tell its position after it has read, as where a partition's leader has moved. */
  private static final class Forgetful extends KafkaConsumer<String, byte[]> {
    private boolean isMoved;

    private Forgetful(Map<String, Object> properties) {
      super(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
      ConsumerRecords<String, byte[]> records = super.poll(timeout);
      isMoved = !records.isEmpty();
      return records;
    }

    @Override
    public long position(TopicPartition partition) {
      if (isMoved) {
        isMoved = false;
        throw new TimeoutException("the partition's leader has moved");
      }
      return super.position(partition);
    }
  }

  private void publish(String camera, int first, int number) {
    publish(SETTINGS, camera, first, number);
  }

  private void publish(TransportSettings settings, String camera, int first, int number) {
    String topic = new Topics(settings).frames();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("camera"), new StringSerializer(), new ByteArraySerializer())) {
      for (int sequence = first; sequence < first + number; sequence++) {
        Frame frame = frame(camera, sequence, new byte[] {(byte) sequence});
        producer.send(FrameRecords.write(topic, null, frame));
      }
    }
  }

  private FrameConsumer consumer(String group, NoListener listener) {
    return WorkerClients.frames(kafka, FrameSelection.shared(TOPICS.frames(), group), listener);
  }

  private static List<FrameRecord> records(FrameConsumer consumer, String camera, int number) {
    List<FrameRecord> records = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100)).stream()
                  .filter(record -> record.camera().equals(camera))
                  .forEach(records::add);
              return records.size() >= number;
            });
    return records;
  }

  @Test
  @Timeout(60)
  void shouldCommitWhateverWakesItAndStillWakeTheNextPoll() throws Exception {
    FrameRecord.Partition partition = new FrameRecord.Partition(TOPICS.frames(), 0);
    FrameSelection frames = FrameSelection.shared(TOPICS.frames(), "woken");
    try (WorkerClients clients = WorkerClients.open(kafka, frames, new NoListener()).joined()) {
      FrameConsumer consumer = clients.frames();
      for (int round = 0; round < 20; round++) {
        Thread waker = new Thread(() -> wake(consumer));
        waker.start();
        clients.commit(partition, 0);
        waker.join();
      }
      consumer.pause();
      consumer.poll(Duration.ZERO);
      consumer.wakeup();
      clients.commit(partition, 0);

      assertThat(consumer.poll(Duration.ofMinutes(10))).isEmpty();
    }
  }

  /** Again and again for some milliseconds, longer than a call is tried twice. */
  private static void wake(FrameConsumer consumer) {
    for (int i = 0; i < 50; i++) {
      consumer.wakeup();
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void shouldMakePicturesSmallerThatExceedTheLimit() throws IOException {
    TransportSettings tight = settings("tight", "100KiB");
    new Topics(tight).ensure(kafka);

    Frame arrived = carried(tight, "noise");

    assertThat(arrived.jpeg().length).isLessThanOrEqualTo(100 << 10);
    assertThat(ImageIO.read(new ByteArrayInputStream(arrived.jpeg())).getWidth())
        .isEqualTo(arrived.size().width());
    assertThat(ledger.balances().get("noise").shrunk()).isOne();
    assertThat(ledger.balances().get("noise").droppedInAll()).isZero();
  }

  @Test
  void shouldMakePicturesSmallerThatTheBrokerRefuses() throws Exception {
    TransportSettings loose = settings("loose", "8MiB");
    Topics topics = new Topics(loose);
    // Made with its limit, since a limit set later comes to the broker some time later, too.
    NewTopic frames =
        new NewTopic(topics.frames(), 1, (short) 1).configs(Map.of("max.message.bytes", "200000"));
    try (Admin admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(frames)).all().get();
    }
    topics.ensure(kafka);

    Frame arrived = carried(loose, "grain");

    assertThat(arrived.jpeg().length).isLessThan(200_000);
    assertThat(ledger.balances().get("grain").shrunk()).isPositive();
    assertThat(ledger.balances().get("grain").droppedInAll()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"frames", "detections", "events", "owners", "cameras", "rejected"})
  void shouldTakeRecordsOfANodeWhoseClockIsFarAhead(String topic) throws Exception {
    new Topics(settings("ahead", "8MiB")).ensure(kafka);
    long ahead = Instant.now().plus(Duration.ofDays(2)).toEpochMilli();
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>("ahead." + topic, 0, ahead, "gate", new byte[0]);

    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("ahead"), new StringSerializer(), new ByteArraySerializer())) {
      long timestamp = producer.send(record).get().timestamp();

      assertThat(timestamp < ahead).as("kept from when it came").isEqualTo(topic.equals("frames"));
    }
  }

  @Test
  void shouldKeepSnapshotsAsLongAsEventsAndCompactCountsWithinTheHour() {
    Topics topics = new Topics(settings("kept", "8MiB"));

    topics.ensure(kafka);
    topics.ensure(
        kafka.as(
            new Rights(
                "track",
                List.of(
                    Right.topic(topics.events("next"), AclOperation.CREATE),
                    Right.topic(topics.counts("next"), AclOperation.CREATE)))));

    assertThat(setting(topics.snapshots(), "retention.ms"))
        .isEqualTo(setting(topics.events(), "retention.ms"))
        .isEqualTo(setting(topics.events("next"), "retention.ms"));
    for (String counts : List.of(topics.counts(), topics.counts("next"))) {
      assertThat(setting(counts, "cleanup.policy")).contains("compact");
      assertThat(Long.parseLong(setting(counts, "segment.ms"))).isLessThanOrEqualTo(3_600_000);
    }
  }

  @Test
  void shouldRememberForAYearThatACameraWasRemoved() {
    assertThat(setting(TOPICS.cameras(), "delete.retention.ms"))
        .isEqualTo(Long.toString(Duration.ofDays(365).toMillis()));
  }

  /** A topic's setting, once the broker knows the topic. */
  private String setting(String topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(kafka.admin())) {
      return await()
          .ignoreExceptions()
          .until(
              () -> admin.describeConfigs(List.of(resource)).all().get().get(resource),
              Objects::nonNull)
          .get(name)
          .value();
    }
  }

  private static TransportSettings settings(String prefix, String maxRecord) {
    return new Settings(Map.of())
        .put("prefix", prefix, "test")
        .put("max-record", maxRecord, "test")
        .bind(TransportSettings.class);
  }

  /** A noisy frame of a recording as it comes out of Kafka. */
  private Frame carried(TransportSettings settings, String camera) throws IOException {
    FrameId id = new FrameId(camera, 1, 0);
    Size size = new Size(1200, 900);
    Frame frame = new Frame(id, Instant.now(), CaptureClock.FILE, size, noise(), StageTimes.NONE);
    try (FramePublisher publisher =
        new FramePublisher(
            kafka,
            settings,
            new FramePlaces(),
            ledger,
            FrameShrinker::shrink,
            TestSupervision.essential())) {
      publisher.start();
      publisher.accept(frame);
      try (FrameConsumer consumer =
          WorkerClients.frames(
              kafka,
              FrameSelection.shared(new Topics(settings).frames(), settings.prefix()),
              new NoListener())) {
        return first(consumer, camera).frame();
      }
    }
  }

  /** A JPEG of some hundred KB. */
  private static byte[] noise() throws IOException {
    BufferedImage picture = new BufferedImage(1200, 900, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int i = 0; i < 1200 * 900; i++) {
      picture.setRGB(i % 1200, i / 1200, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", jpeg);
    assertThat(jpeg.size()).isGreaterThan(300_000);
    return jpeg.toByteArray();
  }

  private static final class NoListener implements FrameConsumer.ShareListener {
    private final List<FrameRecord> recalled = new ArrayList<>();

    @Override
    public void gained(Set<FrameRecord.Partition> partitions) {}

    @Override
    public void giving(Set<FrameRecord.Partition> partitions) {}

    @Override
    public void lost(Set<FrameRecord.Partition> partitions) {}

    @Override
    public void recalled(FrameRecord record) {
      recalled.add(record);
    }
  }

  private static FrameRecord first(FrameConsumer consumer, String camera) {
    List<FrameRecord> records = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (records.isEmpty() && System.nanoTime() < deadline) {
      consumer.poll(Duration.ofMillis(200)).stream()
          .filter(record -> record.camera().equals(camera))
          .forEach(records::add);
    }
    return records.get(0);
  }

  private CloudEvent readBack() {
    Properties properties = new Properties();
    properties.putAll(access());
    properties.put("group.id", "reader");
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    try (KafkaConsumer<String, CloudEvent> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new CloudEventDeserializer())) {
      consumer.subscribe(List.of(TOPICS.detections()));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (System.nanoTime() < deadline) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          return record.value();
        }
      }
    }
    throw new AssertionError("no detection arrived");
  }

  private static Frame frame(String camera, long sequence, byte[] jpeg) {
    return new Frame(
        new FrameId(camera, 1, sequence),
        Instant.parse("2026-11-23T22:40:16.123456Z"),
        CaptureClock.RTCP,
        new Size(1280, 720),
        jpeg,
        StageTimes.NONE.with(Stage.DECODE, 2100));
  }

  private static FrameDetections event(Frame frame) {
    return new FrameDetections(
        frame.id().camera(),
        new FrameDetections.FrameReference(
            1,
            frame.id().sequence(),
            frame.capturedAt(),
            "rtcp",
            1280,
            720,
            new FrameDetections.RecordReference("vedette.frames", 0, 0)),
        new FrameDetections.ModelReference("m", "0123456789ab", "cpu"),
        FrameDetections.LIVE,
        List.of(new DetectedObject("person", 0, 0.83, new RelativeBox(0.412, 0.301, 0.051, 0.204))),
        Map.of("infer", 18.4));
  }
}
