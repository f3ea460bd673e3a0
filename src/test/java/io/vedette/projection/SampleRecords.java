package io.vedette.projection;

import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.event.WindowCount;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.review.Author;
import io.vedette.event.review.Note;
import io.vedette.event.review.ReviewMark;
import io.vedette.event.review.ReviewRecord;
import io.vedette.event.scene.ChangeReason;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.event.scene.TrackSummary.View;
import io.vedette.geometry.RelativeBox;
import io.vedette.transport.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of some cameras' days, the same for the same numbers, as they are in Kafka. */
public final class SampleRecords {
  private static final List<String> LABELS = List.of("person", "car", "dog", "bicycle");
  private static final List<String> ZONES = List.of("yard", "street", "ramp");
  private static final int EVENTS_OF_A_TRACK = 5;

  private final Topics topics;
  private final List<String> cameras;
  private final Instant begin;
  private final Duration step;

  /**
   * @param step between one event and the next
   */
  public SampleRecords(Topics topics, List<String> cameras, Instant begin, Duration step) {
    this.topics = topics;
    this.cameras = cameras;
    this.begin = begin;
    this.step = step;
  }

  /** Scene events from a number to another. */
  public List<ProducerRecord<String, byte[]>> events(int from, int to) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      SceneEvent event = event(i);
      records.add(
          record(
              topics.events(),
              event.camera(),
              event.type().cloudEventsType(),
              SceneEventJson.write(event)));
    }
    return records;
  }

  /** One event by its number. */
  public SceneEvent event(int number) {
    String camera = cameras.get(number % cameras.size());
    int ofCamera = number / cameras.size();
    long track = ofCamera / EVENTS_OF_A_TRACK;
    int part = ofCamera % EVENTS_OF_A_TRACK;
    Instant at = begin.plus(step.multipliedBy(number));
    String label = LABELS.get((int) (track % LABELS.size()));
    String zone = ZONES.get((int) (track % ZONES.size()));
    return new SceneEvent(
        type(part),
        origin(camera, ofCamera, at),
        List.of(part == 0 ? ChangeReason.APPEARED : ChangeReason.MOVED),
        track(track, label, at, at.minus(step.multipliedBy((long) part * cameras.size())), zone),
        part == 1 || part == 3 ? zone(zone, at, part == 3) : null,
        part == 2 ? new LineFact("door", "left", track + 1, 0) : null);
  }

  private static SceneEventType type(int part) {
    return List.of(
            SceneEventType.TRACK_STARTED,
            SceneEventType.ZONE_ENTERED,
            SceneEventType.LINE_CROSSED,
            SceneEventType.ZONE_LEFT,
            SceneEventType.TRACK_ENDED)
        .get(part);
  }

  private static ZoneFact zone(String name, Instant at, boolean isLeft) {
    return new ZoneFact(
        name, at.minusSeconds(2), Duration.ofSeconds(isLeft ? 2 : 0), isLeft ? 0 : 1);
  }

  private EventOrigin origin(String camera, int sequence, Instant at) {
    return new EventOrigin(
        camera,
        new FrameReference(
            17, sequence, at, "ntp", 1280, 720, new RecordReference(topics.frames(), 3, sequence)),
        new ModelReference("m", "9f2c41d07a3e", "cpu"),
        "live");
  }

  private TrackSummary track(long number, String label, Instant at, Instant started, String zone) {
    RelativeBox box = new RelativeBox(0.4, 0.3, 0.05, 0.2);
    double confidence = 0.5 + number % 50 / 100.0;
    return new TrackSummary(
        number,
        label,
        started.minusSeconds(3),
        confidence,
        List.of(zone),
        null,
        new View(at, box, confidence, false, List.of(zone)),
        List.of(),
        new BestFrame(origin("x", (int) number, at).frame(), box, confidence, 0.1));
  }

  /** Alerts, one for each of some numbers. */
  public List<ProducerRecord<String, byte[]>> alerts(int number) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      SceneEvent event = event(i * 7);
      Alert alert =
          new Alert(
              "person-in-yard/yard",
              new Alert.Cause("person-in-yard", "in-zone", "yard", event.at().minusSeconds(5)),
              event.origin(),
              List.of(new Alert.Subject(i, "person", event.at().minusSeconds(6))),
              0,
              List.of());
      records.add(record(topics.alerts(), alert.camera(), Alert.TYPE, alert.json()));
    }
    return records;
  }

  /** Minutes of coverage of each camera: what is captured is inferred or dropped. */
  public List<ProducerRecord<String, byte[]>> coverage(int minutes) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < minutes; i++) {
      Instant from = begin.plus(Duration.ofMinutes(i));
      for (String camera : cameras) {
        records.add(minute(camera, "ingest", from, Map.of("captured", 300L)));
        records.add(
            minute(camera, "detect", from, Map.of("inferred", 290L, "dropped.overload", 10L)));
      }
    }
    return records;
  }

  private ProducerRecord<String, byte[]> minute(
      String camera, String role, Instant from, Map<String, Long> counts) {
    CoverageEvent minute =
        new CoverageEvent(camera, "host-1", role, from, from.plusSeconds(60), counts, null);
    return record(topics.events(), camera, minute.cloudEventsType(), minute.json());
  }

  /** Counts of a minute that grow, each record in place of the one before. */
  public List<ProducerRecord<String, byte[]>> counts(int times) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      WindowCount count =
          WindowCount.none(
                  WindowCount.Length.MINUTE.at(begin),
                  new WindowCount.Subject(cameras.get(0), WindowCount.Kind.ZONE, "yard", "person"))
              .plus(i, i / 2, Duration.ofSeconds(i));
      records.add(record(topics.counts(), count.key(), "io.vedette.count.v1", count.json()));
    }
    return records;
  }

  /** A state of each camera. */
  public List<ProducerRecord<String, byte[]>> states() {
    return cameras.stream()
        .map(
            camera ->
                new CameraStateEvent(
                    camera, CameraState.LIVE, 17, 1, "host-1", begin, null, null, null, null))
        .map(
            state -> record(topics.events(), state.camera(), state.cloudEventsType(), state.json()))
        .toList();
  }

  /** What is no record. */
  public List<ProducerRecord<String, byte[]>> defects(int number) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      byte[] bytes = ("{\"camera\": " + i).getBytes(StandardCharsets.UTF_8);
      records.add(record(topics.events(), cameras.get(0), "io.vedette.track.started.v1", bytes));
      records.add(record(topics.alerts(), "..", Alert.TYPE, bytes));
    }
    return records;
  }

  /** Marks of each fifth of some events, of which each other one is taken away again, and notes. */
  public List<ProducerRecord<String, byte[]>> reviews(int from, int to) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    Author author = new Author(null, "anna");
    for (int i = from; i < to; i += 5) {
      SceneEvent event = event(i);
      ReviewMark mark = new ReviewMark(event.id(), event.camera(), event.at(), author);
      Note note =
          new Note(
              new UUID(7, i).toString(),
              new Note.Subject(Note.Subject.Kind.EVENT, event.id()),
              event.camera(),
              event.at(),
              author,
              "looked at " + i);
      records.add(record(mark));
      records.add(record(note));
      if (i % 2 == 0) {
        records.add(new ProducerRecord<>(topics.reviews(), mark.key().text(), null));
        records.add(new ProducerRecord<>(topics.reviews(), note.key().text(), null));
      }
    }
    return records;
  }

  private ProducerRecord<String, byte[]> record(ReviewRecord said) {
    return record(topics.reviews(), said.key().text(), said.cloudEventsType(), said.json());
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, String key, String type, byte[] json) {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, json);
    record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
