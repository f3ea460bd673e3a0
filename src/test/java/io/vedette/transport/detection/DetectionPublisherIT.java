package io.vedette.transport.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.event.FrameDetections;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import io.vedette.transport.WorkerClients;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.detection.DetectionBatch.Rejection;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.table.TableReader;
import io.vedette.transport.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker writes, on a real broker. */
class DetectionPublisherIT {
  private static final int MAX_RECORD = 100 << 10;
  private static final int TAKEN = 20_000;
  private static final FrameConsumer.ShareListener NOBODY = new Nobody();

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static int tests;

  private final TransportSettings settings =
      new Settings(Map.of())
          .put("prefix", "test" + tests++, "test")
          .put("max-record", "100KiB", "test")
          .bind(TransportSettings.class);
  private final Topics topics = new Topics(settings);
  private final KafkaAccess kafka = new KafkaAccess(broker.clientProperties(), settings);

  @BeforeAll
  static void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void makeTopics() throws Exception {
    NewTopic narrow =
        new NewTopic(narrow(), 1, (short) 1)
            .configs(Map.of("max.message.bytes", Integer.toString(TAKEN)));
    try (Admin admin = Admin.create(kafka.admin())) {
      admin.createTopics(List.of(narrow)).all().get();
    }
    topics.ensure(kafka);
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void shouldKeepARejectedFrameWithoutItsPictureWhenBothAreTooLarge(Delivery delivery) {
    Rejection small = rejection(0, 30_000);
    Rejection large = rejection(1, MAX_RECORD - 1024);

    publish(delivery, topics.rejected(), List.of(small, large));

    List<ConsumerRecord<String, byte[]>> kept = read(topics.rejected());
    assertThat(kept.get(0).value()).isEqualTo(small.frame().jpeg());
    assertThat(kept.get(1).value()).isNull();
    assertThat(header(kept.get(1), "ref")).isEqualTo(topics.frames() + "/0/1");
    assertThat(header(kept.get(1), "sequence")).isEqualTo("1");
    assertThat(header(kept.get(1), "reason")).isEqualTo("broken");
    assertThat(header(kept.get(1), "stack")).startsWith("at Decoder.decode").hasSize(4001);
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void shouldLeaveOutPicturesThatItsTopicRefuses(Delivery delivery) {
    List<Rejection> rejected = List.of(rejection(0, 5_000), rejection(1, 30_000));
    try (WorkerClients clients = clients(delivery)) {
      DetectionPublisher publisher = publisher(clients, narrow());
      DetectionBatch batch = batch(rejected);
      assertThatThrownBy(() -> publisher.publish(batch))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.action()).isEqualTo(Failure.Action.SKIP));
      publisher.recover(Set.of());

      publisher.publish(batch);
    }

    List<ConsumerRecord<String, byte[]>> kept = read(narrow());
    assertThat(kept.get(kept.size() - 2).value()).hasSize(5_000);
    assertThat(kept.get(kept.size() - 1).value()).isNull();
  }

  @Test
  void shouldLeaveARunToTheProcessThatReplaysItNow() {
    sendFrames(0, 5);
    try (Run former = run()) {
      List<FrameRecord> frames = former.frames(5);
      former.publish(frames.subList(0, 2));

      try (Run present = run()) {
        List<FrameRecord> left = present.frames(3);
        assertThatThrownBy(() -> former.publish(frames.subList(2, 4)))
            .satisfies(DetectionPublisherIT::isLeftToAnother);
        assertThatThrownBy(() -> former.publisher.recover(Set.of()))
            .satisfies(DetectionPublisherIT::isLeftToAnother);
        assertThatThrownBy(() -> former.publish(frames.subList(2, 4)))
            .satisfies(DetectionPublisherIT::isLeftToAnother);

        present.publish(left);
      }
    }

    assertThat(read(topics.detections()))
        .extracting(record -> header(record, "ce_sequence"))
        .containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void shouldLeaveARunToTheProcessThatHasComeFurther() {
    sendFrames(0, 2);
    try (Run former = run()) {
      List<FrameRecord> frames = former.frames(2);
      former.publish(frames);
      assertThat(former.publisher.recover(Set.of(frames.get(0).partition()))).containsValue(2L);

      sendFrames(2, 3);
      try (Run present = run()) {
        present.publish(present.frames(3));
      }

      assertThatThrownBy(() -> former.publisher.recover(Set.of()))
          .satisfies(DetectionPublisherIT::isLeftToAnother);
    }
  }

  private static void isLeftToAnother(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.action()).isEqualTo(Failure.Action.STOP))
        .hasMessageStartingWith("run again is replayed by another process by now");
  }

  /**
   * The one worker that reads a span, and what it publishes with; opened in the product's order.
   */
  private record Run(
      Exchange<String> exchange, DetectionPublisher publisher, FrameConsumer consumer)
      implements AutoCloseable {
    void publish(List<FrameRecord> frames) {
      publisher.publish(detections(frames));
    }

    List<FrameRecord> frames(int number) {
      List<FrameRecord> frames = new ArrayList<>();
      await()
          .until(
              () -> {
                frames.addAll(consumer.poll(Duration.ofMillis(100)));
                return consumer.isAtEnd();
              });
      assertThat(frames).hasSize(number);
      return frames;
    }

    @Override
    public void close() {
      exchange.close();
    }
  }

  private Run run() {
    String group = settings.prefix() + "-again";
    FrameSelection.Span all = new FrameSelection.Span(Instant.EPOCH, null, Set.of());
    FrameSelection frames = new FrameSelection(topics.frames(), group, false, all);
    Exchange<String> exchange =
        Exchange.open(
            FrameConsumer.properties(kafka, frames, "worker"),
            DetectionPublisher.propertiesOfRun(kafka, "worker", group));
    DetectionPublisher publisher =
        DetectionPublisher.only(
            exchange,
            kafka,
            new DetectionPublisher.Outlets(
                topics.detections(), null, null, topics.sessions("live")),
            "again");
    return new Run(exchange, publisher, new FrameConsumer(exchange, kafka, frames, NOBODY));
  }

  private void sendFrames(int first, int number) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            kafka.eventProducer("camera"), new StringSerializer(), new ByteArraySerializer())) {
      for (int sequence = first; sequence < first + number; sequence++) {
        Frame frame = frame(sequence, new byte[] {1});
        producer.send(FrameRecords.write(topics.frames(), 0, frame));
      }
    }
  }

  private static DetectionBatch detections(List<FrameRecord> frames) {
    FrameRecord last = frames.get(frames.size() - 1);
    return new DetectionBatch(
        frames.stream().map(DetectionPublisherIT::detection).toList(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(last.partition(), last.offset() + 1),
        Map.of());
  }

  private static FrameDetections detection(FrameRecord record) {
    FrameId id = record.frame().id();
    return new FrameDetections(
        id.camera(),
        new FrameDetections.FrameReference(
            id.session(),
            id.sequence(),
            record.frame().capturedAt(),
            "rtcp",
            1280,
            720,
            new FrameDetections.RecordReference(
                record.partition().topic(), record.partition().number(), record.offset())),
        new FrameDetections.ModelReference("m", "0123456789ab", "cpu"),
        "again",
        List.of(),
        Map.of());
  }

  private String narrow() {
    return settings.prefix() + ".narrow";
  }

  private void publish(Delivery delivery, String rejected, List<Rejection> rejections) {
    try (WorkerClients clients = clients(delivery)) {
      publisher(clients, rejected).publish(batch(rejections));
    }
  }

  private DetectionBatch batch(List<Rejection> rejected) {
    Partition partition = new Partition(topics.frames(), 0);
    return new DetectionBatch(
        List.of(),
        rejected,
        List.of(),
        List.of(),
        Map.of(partition, (long) rejected.size()),
        Map.of());
  }

  private DetectionPublisher publisher(WorkerClients clients, String rejected) {
    return new DetectionPublisher(
        clients.exchange(),
        kafka,
        new DetectionPublisher.Outlets(
            topics.detections(), rejected, topics.events(), topics.sessions("live")));
  }

  private WorkerClients clients(Delivery delivery) {
    return WorkerClients.open(
            kafka,
            FrameSelection.shared(topics.frames(), settings.prefix()),
            DetectionPublisher.properties(kafka, delivery, "worker"),
            NOBODY)
        .joined();
  }

  private Rejection rejection(long sequence, int bytes) {
    byte[] picture = new byte[bytes];
    new Random(7).nextBytes(picture);
    Frame frame = frame(sequence, picture);
    FrameRecord record =
        new FrameRecord(
            "gate", new Partition(topics.frames(), 0), sequence, 0, 0, false, picture, frame, null);
    return new Rejection(record, "broken", "at Decoder.decode\n".repeat(1000));
  }

  private static Frame frame(long sequence, byte[] picture) {
    return new Frame(
        new FrameId("gate", 1, sequence),
        Instant.parse("2026-11-23T22:40:16.123456Z"),
        CaptureClock.RTCP,
        new Size(1280, 720),
        picture,
        StageTimes.NONE);
  }

  private List<ConsumerRecord<String, byte[]>> read(String topic) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (TableReader reader = new TableReader(kafka, "test", topic)) {
      reader.readToEnd(records::add);
    }
    return records;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static final class Nobody implements FrameConsumer.ShareListener {
    @Override
    public void gained(Set<Partition> partitions) {}

    @Override
    public void giving(Set<Partition> partitions) {}

    @Override
    public void lost(Set<Partition> partitions) {}

    @Override
    public void recalled(FrameRecord record) {}
  }
}
