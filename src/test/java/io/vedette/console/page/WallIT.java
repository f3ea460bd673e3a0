package io.vedette.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.vedette.access.Actor;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.ConsolePart;
import io.vedette.console.ConsoleSettings;
import io.vedette.console.camera.CameraDirectory;
import io.vedette.console.camera.CameraPart;
import io.vedette.console.contract.Contract;
import io.vedette.console.live.LivePart;
import io.vedette.console.server.ConsoleServer;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DetectedObject;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.live.LiveFeed;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.street.SceneFrame;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.table.CameraRecord.Origin;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A wall of fifty cameras in a real browser; their pictures are drawn, their way is the real one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WallIT {
  private static final TransportSettings SETTINGS = Settings.defaults(TransportSettings.class);
  private static final Topics TOPICS = new Topics(SETTINGS);
  private static final Size SIZE = new Size(1280, 720);
  private static final int CAMERAS = 50;
  private static final int SCENES = 6;
  private static final int PICTURES = 8;
  private static final long HALF_SECOND = 500;
  private static final Set<Integer> DEAD = Set.of(7, 23);

  @TempDir static Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final ScheduledExecutorService street = Executors.newSingleThreadScheduledExecutor();
  private final List<List<Drawn>> scenes = new ArrayList<>();
  private final AtomicLong number = new AtomicLong();
  private EmbeddedBroker broker;
  private KafkaAccess kafka;
  private KafkaProducer<String, byte[]> producer;
  private LiveFeed feed;
  private CameraDirectory directory;
  private ConsoleServer server;
  private Browser browser;

  private record Drawn(byte[] jpeg, List<DetectedObject> objects) {}

  @BeforeAll
  void start() {
    Browser.require();
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), SETTINGS);
    TOPICS.ensure(kafka);
    producer =
        new KafkaProducer<>(
            kafka.pictureProducer("street"), new StringSerializer(), new ByteArraySerializer());
    draw();
    serve();
    street.scheduleAtFixedRate(this::publish, 0, HALF_SECOND, TimeUnit.MILLISECONDS);
    browser = new Browser();
  }

  private void serve() {
    CameraRegistry registry =
        new CameraRegistry(kafka, TOPICS, "vedette-ingest", InstantSource.system());
    registry.update(
        there ->
            IntStream.range(0, CAMERAS)
                .mapToObj(i -> new Change(camera(i), "{\"url\":\"sim:\"}", Origin.SEED))
                .toList());
    for (int i = 0; i < CAMERAS; i++) {
      producer.send(new ProducerRecord<>(TOPICS.owners(), camera(i), state(i).json()));
    }
    directory = new CameraDirectory(kafka, TOPICS, registry, TestSupervision.essential());
    directory.start();
    feed = new LiveFeed(kafka, TOPICS, TestSupervision.essential(), InstantSource.system());
    feed.start();
    server =
        new ConsoleServer(
            vertx,
            new Settings(Map.of()).put("port", "0", "test").bind(ConsoleSettings.class),
            context -> Future.succeededFuture(Actor.LOCAL),
            List.of(new CameraPart(directory), new LivePart(vertx, feed), rest()));
    server.start();
  }

  /** Operations that this test does not use. */
  private static ConsolePart rest() {
    Set<String> served =
        Set.of(
            "getContract",
            "getMe",
            "listCameras",
            "getCamera",
            "openLive",
            "getSnapshot",
            "getFrame",
            "streamCamera");
    return handlers ->
        Contract.load().operations().stream()
            .filter(operation -> !served.contains(operation.id()))
            .forEach(
                operation ->
                    handlers.blocking(
                        operation.id(),
                        call -> {
                          throw io.vedette.console.contract.Problem.notFound();
                        }));
  }

  @AfterAll
  void stop() {
    street.shutdownNow();
    for (AutoCloseable part :
        new AutoCloseable[] {browser, server, feed, directory, producer, broker}) {
      close(part);
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void close(AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldShowFiftyMovingTilesAndReadNothingOnceThePageIsClosed() {
    assertThat(feed.partitions()).isZero();
    Page page = browser.page(2560, 1440, ColorScheme.DARK);
    page.navigate(server.address() + "/");

    Locator alive = page.locator("a[data-camera] canvas[data-frame]");
    assertThat(alive)
        .hasCount(
            CAMERAS - DEAD.size(),
            new LocatorAssertions.HasCountOptions().setTimeout(BrowserTest.PATIENCE.toMillis()));
    String first = alive.first().getAttribute("data-frame");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !alive.first().getAttribute("data-frame").equals(first));
    for (int dead : DEAD) {
      assertThat(page.locator("a[data-camera='" + camera(dead) + "']"))
          .hasAttribute("data-state", Pattern.compile("offline"), BrowserTest.attribute());
    }
    Shots.keep(page, "wall-50");
    assertThat(browser.complaints()).isEmpty();
    assertThat(Browser.violations(page)).isEmpty();

    page.context().close();
    await().atMost(Duration.ofSeconds(30)).until(() -> feed.partitions() == 0);
    assertThat(feed.viewers()).isZero();
  }

  private static String camera(int i) {
    return "camera-%02d".formatted(i);
  }

  private static CameraStateEvent state(int i) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    CameraStateEvent.Problem problem =
        new CameraStateEvent.Problem("unauthorized", camera(i) + ": refused the login");
    return new CameraStateEvent(
        camera(i),
        DEAD.contains(i) ? CameraState.FAILED : CameraState.LIVE,
        1,
        0,
        "node-" + i % 2,
        at,
        DEAD.contains(i) ? problem : null,
        null,
        null,
        null);
  }

  private void draw() {
    try (JpegEncoder encoder = new JpegEncoder(80)) {
      for (int scene = 0; scene < SCENES; scene++) {
        StreetScene drawn = new StreetScene(scene, SIZE);
        List<Drawn> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
          SceneFrame frame = drawn.render(60L + 8L * i);
          try (Picture picture = Canvas.of(frame.image()).toPicture()) {
            pictures.add(new Drawn(encoder.encode(picture), objects(frame)));
          }
        }
        scenes.add(pictures);
      }
    }
  }

  private static List<DetectedObject> objects(SceneFrame frame) {
    return frame.objects().stream()
        .map(object -> new DetectedObject(object.label(), 0, 0.9, object.box()))
        .toList();
  }

  private void publish() {
    long now = number.getAndIncrement();
    for (int i = 0; i < CAMERAS; i++) {
      if (!DEAD.contains(i)) {
        List<Drawn> scene = scenes.get(i % SCENES);
        Drawn drawn = scene.get((int) ((now + i) % scene.size()));
        Frame frame =
            new Frame(
                new FrameId(camera(i), 1, now),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                CaptureClock.HOST,
                SIZE,
                drawn.jpeg(),
                StageTimes.NONE);
        Integer place =
            directory.find(camera(i)).map(found -> found.camera().partition()).orElse(null);
        producer.send(
            FrameRecords.write(
                TOPICS.frames(), place == null ? null : place % SETTINGS.partitions(), frame));
        producer.send(
            new ProducerRecord<>(TOPICS.detections(), camera(i), detections(frame, drawn)));
      }
    }
  }

  private static byte[] detections(Frame frame, Drawn drawn) {
    return DetectionJson.write(
        new FrameDetections(
            frame.id().camera(),
            new FrameReference(
                1, frame.id().sequence(), frame.capturedAt(), "host", 1280, 720, null),
            new ModelReference("drawn", "0123456789ab", "cpu"),
            FrameDetections.LIVE,
            drawn.objects(),
            Map.of()));
  }
}
