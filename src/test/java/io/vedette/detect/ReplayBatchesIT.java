package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.camera.motion.MotionGate;
import io.vedette.camera.motion.MotionSettings;
import io.vedette.config.Settings;
import io.vedette.detection.DetectionSettings;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.Motion;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.picture.Canvas;
import io.vedette.picture.LumaGrid;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.StreetScene;
import io.vedette.trace.Traces;
import io.vedette.transport.CommittedRecords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.detection.DetectionPublisher;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of frames with motion, with regions, by batches of several sizes. */
class ReplayBatchesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Size SIZE = new Size(1280, 720);
  private static final int CAMERAS = 3;
  private static final int FRAMES = 8;
  private static final int FPS = 5;
  private static final String RUN = "again";

  @TempDir Path folder;

  private final Services services = new Services();
  private final TransportSettings transport = Settings.defaults(TransportSettings.class);
  private final Topics topics = new Topics(transport);
  private KafkaAccess kafka;

  @BeforeEach
  void start() {
    BrokerSettings settings =
        new Settings(Map.of()).assignments(List.of("port=0")).bind(BrokerSettings.class);
    EmbeddedBroker broker = services.start(new EmbeddedBroker(folder.resolve("kafka"), settings));
    kafka = new KafkaAccess(broker.clientProperties(), transport);
    topics.ensure(kafka);
    publish();
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void shouldGiveTheSameBytesInBatchesOfAnySizeAndOnSeveralLanes() throws Exception {
    Map<String, String> one = replay("one", 1, 1);
    Map<String, String> three = replay("three", 3, 1);
    Map<String, String> eight = replay("eight", 8, 1);
    Map<String, String> lanes = replay("lanes", 3, 2);

    assertThat(one).hasSize(CAMERAS * FRAMES);
    assertThat(one.values()).anyMatch(json -> json.contains("\"regions\":[{"));
    assertThat(three).isEqualTo(one);
    assertThat(eight).isEqualTo(one);
    assertThat(lanes).isEqualTo(one);
  }

  /** The records of a replay of all frames, by their keys and frames. */
  private Map<String, String> replay(String name, int batch, int number) throws Exception {
    String topic = topics.detections(name);
    try (Admin admin = Admin.create(kafka.admin())) {
      List<NewTopic> wanted =
          Stream.of(topic, topics.sessions(name))
              .map(one -> new NewTopic(one, Optional.empty(), Optional.empty()))
              .toList();
      admin.createTopics(wanted).all().get();
    }
    InferenceSettings inference =
        new Settings(Map.of())
            .assignments(List.of("batch=" + batch, "threads=1"))
            .bind(InferenceSettings.class);
    DetectSettings settings =
        new Settings(Map.of())
            .assignments(List.of("group=" + name, "regions=2", "max-age=10d", "catch-up=10d"))
            .bind(DetectSettings.class);
    OnnxModel model = OnnxModel.load(inference);
    Supervision supervision = TestSupervision.make();
    try (Lanes lanes = Lanes.open(model, inference, number);
        DetectLoop detector =
            new DetectLoop(
                settings,
                new DetectorParts(
                    route(name, topic),
                    settings,
                    Settings.defaults(DetectionSettings.class),
                    model,
                    lanes,
                    Clock.systemUTC(),
                    new DetectMeters(new SimpleMeterRegistry()),
                    Traces.off()),
                new Ledger(),
                supervision)) {
      detector.start();
      await().atMost(PATIENCE).until(() -> supervision.completion().isReached());
      supervision.completion().check();
    }
    return records(topic);
  }

  private DetectorParts.Route route(String group, String topic) {
    FrameSelection.Span all = new FrameSelection.Span(Instant.EPOCH, null, Set.of());
    return new DetectorParts.Route(
        kafka,
        Delivery.EXACTLY_ONCE,
        new FrameSelection(topics.frames(), group, false, all),
        new DetectionPublisher.Outlets(topic, null, null, topics.sessions(group)),
        RUN,
        false);
  }

  private Map<String, String> records(String topic) {
    Map<String, String> found = new TreeMap<>();
    List<String> ids = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        CommittedRecords.of(kafka.reader("replay-read"), topic::equals)) {
      String id = Records.detection(record.key(), record.value()).value().orElseThrow().id();
      ids.add(id);
      found.put(id, new String(record.value(), StandardCharsets.UTF_8));
    }
    assertThat(ids).doesNotHaveDuplicates();
    return found;
  }

  private void publish() {
    FramePublisher publisher =
        services.start(
            new FramePublisher(
                kafka,
                transport,
                new FramePlaces(),
                new Ledger(),
                (frame, size) -> Optional.empty(),
                TestSupervision.essential()));
    for (int camera = 0; camera < CAMERAS; camera++) {
      publish("camera" + camera, new StreetScene(camera, SIZE, FPS), publisher);
    }
    await().atMost(PATIENCE).until(() -> publisher.waiting() == 0);
  }

  private static void publish(String camera, StreetScene scene, FramePublisher publisher) {
    MotionSettings settings = Settings.defaults(MotionSettings.class);
    MotionGate gate = new MotionGate(settings);
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    try (JpegEncoder encoder = new JpegEncoder(80);
        LumaGrid grid = new LumaGrid()) {
      for (int i = 0; i < FRAMES; i++) {
        try (Picture picture = Canvas.of(scene.render(i).image()).toPicture()) {
          MotionGate.Verdict verdict =
              gate.judge(
                  grid.read(picture), grid.cells(), i * 1_000_000L / FPS, settings.refresh());
          publisher.accept(
              new Frame(
                  new FrameId(camera, 1, i),
                  begin.plusMillis(i * 1000L / FPS),
                  CaptureClock.FILE,
                  SIZE,
                  encoder.encode(picture),
                  StageTimes.NONE,
                  new Motion(verdict.moving(), verdict.isWhole(), 0, "0a")));
        }
      }
    }
  }
}
