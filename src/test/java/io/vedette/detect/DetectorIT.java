package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.Settings;
import io.vedette.detection.DetectionSettings;
import io.vedette.event.FrameDetections;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Ledger;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.metric.Metric;
import io.vedette.runtime.Services;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a worker commits what it works off. */
class DetectorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Size SIZE = new Size(320, 180);
  private static final int FRAMES = 400;

  @TempDir Path folder;

  private final Services services = new Services();
  private final TransportSettings transport = Settings.defaults(TransportSettings.class);
  private final Topics topics = new Topics(transport);
  private final InferenceSettings inference = InferenceSettings.simulated(Duration.ofMillis(10));
  private KafkaAccess kafka;

  @BeforeEach
  void start() throws IOException {
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
  void shouldCommitSeveralBatchesTogetherWhileWholeBatchesWait() {
    long batches = FRAMES / inference.batch();

    long together = commits("together", "5s");
    long each = commits("each", "0s");

    assertThat(together).isPositive().isLessThan(batches / 3);
    assertThat(each).isGreaterThan(2 * together);
  }

  @Test
  void shouldPublishEachFrameOnceAndInOrderFromTwoLanes() {
    run("lanes", "0s", 2);

    List<String> found = detections();
    assertThat(found)
        .containsExactlyElementsOf(
            IntStream.range(0, FRAMES)
                .mapToObj(i -> new FrameId("gate", 1, i).toString())
                .toList());
  }

  /** The frames of all committed detections, in the order of their topic. */
  private List<String> detections() {
    return CommittedRecords.of(kafka.reader("detections-read"), topics.detections()::equals)
        .stream()
        .map(record -> Records.detection(record.key(), record.value()).value().orElseThrow())
        .map(detections -> detections.frameId().toString())
        .toList();
  }

  /** So many a worker of a group of its own needs for all frames. */
  private long commits(String group, String interval) {
    return run(group, interval, 1);
  }

  private long run(String group, String interval, int number) {
    DetectSettings settings =
        new Settings(Map.of())
            .assignments(
                List.of(
                    "group=" + group, "commit-interval=" + interval, "max-age=10m", "catch-up=10m"))
            .bind(DetectSettings.class);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Ledger ledger = new Ledger();
    OnnxModel model = OnnxModel.load(inference);
    try (Lanes lanes = Lanes.open(model, inference, number);
        DetectLoop detector =
            new DetectLoop(
                settings,
                new DetectorParts(
                    route(group),
                    settings,
                    Settings.defaults(DetectionSettings.class),
                    model,
                    lanes,
                    Clock.systemUTC(),
                    new DetectMeters(meters),
                    Traces.off()),
                ledger,
                TestSupervision.make())) {
      detector.start();
      await().atMost(PATIENCE).until(() -> inferred(ledger) == FRAMES);
    }
    return meters.get(Metric.DETECT_COMMIT.form().id()).timer().count();
  }

  private DetectorParts.Route route(String group) {
    return new DetectorParts.Route(
        kafka,
        Delivery.EXACTLY_ONCE,
        FrameSelection.shared(topics.frames(), group),
        new DetectionPublisher.Outlets(
            topics.detections(), null, null, topics.sessions(FrameDetections.LIVE)),
        FrameDetections.LIVE,
        true);
  }

  private static long inferred(Ledger ledger) {
    return ledger.balances().values().stream().mapToLong(Ledger.Balance::inferred).sum();
  }

  private void publish() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new StreetScene(0, SIZE, 5).render(0).image(), "jpg", jpeg);
    FramePublisher publisher =
        services.start(
            new FramePublisher(
                kafka,
                transport,
                new FramePlaces(),
                new Ledger(),
                (frame, size) -> Optional.empty(),
                TestSupervision.essential()));
    Instant begin = Instant.now();
    for (int i = 0; i < FRAMES; i++) {
      publisher.accept(
          new Frame(
              new FrameId("gate", 1, i),
              begin.plusMillis(i),
              CaptureClock.FILE,
              SIZE,
              jpeg.toByteArray(),
              StageTimes.NONE));
    }
    await().atMost(PATIENCE).until(() -> publisher.waiting() == 0);
  }
}
