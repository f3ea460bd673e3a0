package io.vedette.track.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.topic.Topics;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsIT {
  private static final TransportSettings TRANSPORT = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(TRANSPORT);
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static KafkaAccess kafka;
  private static KafkaProducer<String, byte[]> producer;

  private final Map<String, ConsumerRecord<String, byte[]>> kept = new HashMap<>();
  private int written;

  @BeforeAll
  static void start() {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), TRANSPORT);
    TOPICS.ensure(kafka);
    producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void shouldKeepTheSharpestOfLargePicturesAndNothingTwice() throws Exception {
    byte[] sharp = jpeg(false);
    byte[] blurred = jpeg(true);
    BestFrame first = best(1, sharp, 0.10);
    BestFrame blurredOne = best(2, blurred, 0.12); // larger, but much less sharp
    BestFrame larger = best(3, sharp, 0.2);
    BestFrame gone =
        new BestFrame(
            frame(4, new RecordReference(TOPICS.frames(), 0, 99_999)), larger.box(), 0.9, 0.5);

    try (Snapshots snapshots = snapshots();
        KafkaConsumer<String, byte[]> consumer = consumer()) {
      snapshots.start();
      tell(SceneEventType.TRACK_STARTED, first);
      awaitRecords(consumer, 2);
      assertThat(frameOf("gate/7/clean")).isEqualTo(1);
      assertThat(kept.get("gate/7/clean").value()).isEqualTo(sharp);

      tell(SceneEventType.TRACK_UPDATED, blurredOne);
      tell(SceneEventType.ZONE_ENTERED, blurredOne);
      tell(SceneEventType.TRACK_UPDATED, gone);
      tell(SceneEventType.TRACK_UPDATED, larger);
      awaitRecords(consumer, 4);
      assertThat(frameOf("gate/7/clean")).isEqualTo(3);
      tell(SceneEventType.TRACK_ENDED, larger);
    }

    try (Snapshots again = snapshots();
        KafkaConsumer<String, byte[]> consumer = consumer()) {
      again.start();
      tell(SceneEventType.TRACK_STARTED, 8, larger);
      written = 0;
      awaitRecords(consumer, 6); // four of before, and those of the new track alone
      assertThat(kept).containsKeys("gate/8/clean", "gate/8/boxed");
    }
    assertThat(isDrawnOn(kept.get("gate/7/clean").value(), kept.get("gate/7/boxed").value()))
        .isTrue();
  }

  private static Snapshots snapshots() {
    return new Snapshots(
        kafka,
        new Snapshots.Route(TOPICS, "snapshots"),
        Clock.systemUTC(),
        TestSupervision.essential());
  }

  private long frameOf(String key) {
    byte[] sequence = kept.get(key).headers().lastHeader("ce_sequence").value();
    return Long.parseLong(new String(sequence));
  }

  private void awaitRecords(KafkaConsumer<String, byte[]> consumer, int number) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                kept.put(record.key(), record);
                written++;
              }
              return written >= number;
            });
    assertThat(written).isEqualTo(number);
  }

  private static KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>(kafka.common());
    properties.put("auto.offset.reset", "earliest");
    properties.put("isolation.level", "read_committed");
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.assign(Partitions.of(consumer, TOPICS.snapshots()));
    return consumer;
  }

  private static void tell(SceneEventType type, BestFrame best) throws Exception {
    tell(type, 7, best);
  }

  private static void tell(SceneEventType type, long number, BestFrame best) throws Exception {
    TrackSummary.View view = new TrackSummary.View(AT, best.box(), 0.9, false, List.of());
    TrackSummary track =
        new TrackSummary(number, "person", AT, 0.9, List.of(), null, view, List.of(), best);
    EventOrigin origin =
        new EventOrigin(
            "gate",
            frame(best.frame().sequence(), null),
            new ModelReference("m", "0123456789ab", "cpu"),
            "live");
    SceneEvent event = new SceneEvent(type, origin, List.of(), track, null, null);
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(TOPICS.events(), "gate", SceneEventJson.write(event));
    CloudEvents.put(record.headers(), "ce_type", type.cloudEventsType());
    producer.send(record).get();
  }

  private static BestFrame best(long sequence, byte[] jpeg, double score) throws Exception {
    RecordMetadata place = producer.send(new ProducerRecord<>(TOPICS.frames(), "gate", jpeg)).get();
    FrameReference frame =
        frame(sequence, new RecordReference(TOPICS.frames(), place.partition(), place.offset()));
    return new BestFrame(frame, new RelativeBox(0.2, 0.4, 0.5, 0.5), 0.9, score);
  }

  private static FrameReference frame(long sequence, RecordReference ref) {
    return new FrameReference(1, sequence, AT, "host", 640, 360, ref);
  }

  private static byte[] jpeg(boolean isBlurred) {
    BufferedImage image = new StreetScene(1, new Size(640, 360), 10).render(20).image();
    if (isBlurred) {
      float[] box = new float[81];
      Arrays.fill(box, 1 / 81f);
      BufferedImage source = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
      source.getGraphics().drawImage(image, 0, 0, null);
      image = new ConvolveOp(new Kernel(9, 9, box)).filter(source, null);
    }
    try (Picture picture = Canvas.of(image).toPicture();
        JpegEncoder encoder = new JpegEncoder(90)) {
      return encoder.encode(picture);
    }
  }

  private static boolean isDrawnOn(byte[] clean, byte[] boxed) {
    try (JpegDecoder decoder = new JpegDecoder();
        Picture before = decoder.decode(clean);
        Picture after = decoder.decode(boxed)) {
      int difference = 0;
      for (int x = 0; x < 640; x++) {
        int at = 144 * before.frame().linesize(0) + x; // the box's upper edge
        int drawn = 144 * after.frame().linesize(0) + x;
        difference +=
            Math.abs(
                (before.frame().data(0).get(at) & 0xFF)
                    - (after.frame().data(0).get(drawn) & 0xFF));
      }
      return before.size().equals(after.size()) && difference > 5_000;
    }
  }
}
