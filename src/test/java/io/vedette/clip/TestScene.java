package io.vedette.clip;

import io.vedette.event.Alert;
import io.vedette.event.DetectionJson;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.scene.ChangeReason;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.topic.Topics;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Frames, detections and events in a real Kafka as if they had come some minutes ago, five frames a
 * second, by cameras whose clocks are an hour ahead. Each frame's one box tells its number; every
 * fifth was not looked at.
 */
public final class TestScene implements AutoCloseable {
  public static final Duration STEP = Duration.ofMillis(200);
  public static final Duration AHEAD = Duration.ofHours(1);
  private static final Size SIZE = new Size(320, 180);
  private static final double NUMBERS = 10_000;
  private static final List<byte[]> PICTURES = pictures();

  private final Topics topics;
  private final Instant begin;
  private final KafkaProducer<String, byte[]> producer;
  private final Map<String, List<Future<RecordMetadata>>> sent = new java.util.HashMap<>();

  /**
   * @param begin when the first frame came to Kafka
   */
  public TestScene(KafkaAccess kafka, Topics topics, Instant begin)
      throws ExecutionException, InterruptedException {
    this.topics = topics;
    this.begin = begin.truncatedTo(ChronoUnit.MILLIS);
    try (Admin admin = KafkaClients.admin(kafka.admin())) {
      NewTopic frames =
          new NewTopic(topics.frames(), 2, (short) 1)
              .configs(Map.of("message.timestamp.type", "CreateTime"));
      admin.createTopics(List.of(frames)).all().get();
    }
    topics.ensure(kafka);
    this.producer = KafkaClients.producer(kafka.eventProducer("test"));
  }

  /** When a frame was taken, by the camera's clock. */
  public Instant at(int number) {
    return begin.plus(AHEAD).plus(STEP.multipliedBy(number));
  }

  public static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  /** Publishes frames from a number to another, and what was seen in them. */
  public void frames(String camera, int from, int to) {
    for (int number = from; number < to; number++) {
      long came = begin.plus(STEP.multipliedBy(number)).toEpochMilli();
      Frame frame =
          new Frame(
              new FrameId(camera, 1, number),
              at(number),
              CaptureClock.HOST,
              SIZE,
              PICTURES.get(number % PICTURES.size()),
              StageTimes.NONE);
      ProducerRecord<String, byte[]> record = FrameRecords.write(topics.frames(), null, frame);
      sent.computeIfAbsent(camera, id -> new ArrayList<>())
          .add(
              producer.send(
                  new ProducerRecord<>(
                      record.topic(), null, came, record.key(), record.value(), record.headers())));
      if (number % 5 != 0) {
        producer.send(
            new ProducerRecord<>(
                topics.detections(),
                null,
                came + 300,
                camera,
                DetectionJson.write(detections(frame))));
      }
    }
    producer.flush();
  }

  private static FrameDetections detections(Frame frame) {
    RelativeBox box = new RelativeBox(frame.id().sequence() / NUMBERS, 0.25, 0.25, 0.5);
    return new FrameDetections(
        frame.id().camera(),
        reference(frame.id().sequence(), frame.capturedAt(), null),
        model(),
        FrameDetections.LIVE,
        List.of(new DetectedObject("person", 0, 0.75, box)),
        Map.of());
  }

  /** The number of the frame that a box was made for. */
  public static long number(double x) {
    return Math.round(x * NUMBERS);
  }

  private static FrameReference reference(long number, Instant at, RecordReference place) {
    return new FrameReference(1, number, at, "host", SIZE.width(), SIZE.height(), place);
  }

  private static ModelReference model() {
    return new ModelReference("test", "0123456789ab", "cpu");
  }

  private EventOrigin origin(String camera, int number)
      throws ExecutionException, InterruptedException {
    RecordMetadata place = sent.get(camera).get(number).get();
    return new EventOrigin(
        camera,
        reference(
            number,
            at(number),
            new RecordReference(topics.frames(), place.partition(), place.offset())),
        model(),
        FrameDetections.LIVE);
  }

  /** Publishes an alert about a frame that was published, and about no object. */
  public void alert(String camera, int number) throws ExecutionException, InterruptedException {
    alert(camera, number, "crowded", List.of());
  }

  /** Publishes an alert about a track, at a frame that was published. */
  public void alertOfTrack(String camera, int number, int track)
      throws ExecutionException, InterruptedException {
    alert(camera, number, "in-zone", List.of(new Alert.Subject(track, "person", since(number))));
  }

  private void alert(String camera, int number, String when, List<Alert.Subject> about)
      throws ExecutionException, InterruptedException {
    String rule = when + "-yard";
    Alert alert =
        new Alert(
            rule + "/yard",
            new Alert.Cause(rule, when, "yard", since(number)),
            origin(camera, number),
            about,
            0,
            List.of());
    send(topics.alerts(), camera, Alert.TYPE, alert.json());
  }

  private Instant since(int number) {
    return at(number).minusSeconds(1);
  }

  /** Publishes an event of a track that began with a frame, at another frame. */
  public void track(String camera, SceneEventType type, int track, int first, int number)
      throws ExecutionException, InterruptedException {
    RelativeBox box = new RelativeBox(0.4, 0.3, 0.1, 0.2);
    SceneEvent event =
        new SceneEvent(
            type,
            origin(camera, number),
            List.of(ChangeReason.APPEARED),
            new TrackSummary(
                track,
                "person",
                at(first),
                0.8,
                List.of(),
                null,
                new TrackSummary.View(at(number), box, 0.8, false, List.of()),
                List.of(),
                null),
            null,
            null);
    send(topics.events(), camera, type.cloudEventsType(), SceneEventJson.write(event));
  }

  private void send(String topic, String camera, String type, byte[] json) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, camera, json);
    record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
    producer.send(record);
    producer.flush();
  }

  /** Pictures that differ, whose brightness tells which one it is. */
  private static List<byte[]> pictures() {
    List<byte[]> pictures = new ArrayList<>();
    try (JpegEncoder encoder = new JpegEncoder(80)) {
      for (int i = 0; i < 10; i++) {
        BufferedImage image =
            new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_3BYTE_BGR);
        var graphics = image.createGraphics();
        graphics.setColor(new Color(25 * i, 25 * i, 25 * i));
        graphics.fillRect(0, 0, SIZE.width(), SIZE.height());
        graphics.dispose();
        try (Picture picture = Canvas.of(image).toPicture()) {
          pictures.add(encoder.encode(picture));
        }
      }
    }
    return pictures;
  }

  @Override
  public void close() {
    producer.close();
  }
}
