package io.vedette.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.alert.AlertSettings;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.cli.Main;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Supervision;
import io.vedette.scene.CameraRules;
import io.vedette.scene.Scene;
import io.vedette.scene.SceneState;
import io.vedette.scene.Street;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trackers that end in mid-track, on a real broker. */
class ScenesIT {
  private static final int SECONDS = 40;
  private static final byte[] RULES =
      """
      {"url":"rtsp://camera/a",
       "zones":{"right":{"polygon":"0.5,0 1,0 1,1 0.5,1"}},
       "lines":{"middle":{"points":"0.5,1 0.5,0"}}}
      """
          .getBytes(StandardCharsets.UTF_8);

  @TempDir static Path folder;
  private static EmbeddedBroker broker;

  private final Supervision supervision = new Supervision(new Completion());

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

  @Test
  void shouldGoOnWhereAnotherWorkerWasWithIdsAndCountsIntact() {
    try (Site site = new Site("moved", List.of("gate", "yard", "dock"))) {
      Scenes first = site.worker();
      first.start();
      site.show(0, 200);
      site.awaitEvents(20);

      Scenes second = site.worker();
      second.start();
      site.show(200, 250);
      first.close();
      site.show(250, SECONDS * 10);
      site.awaitEvents(site.expectedEvents());
      second.close();

      site.checkEvents();
      assertThat(supervision.completion().isReached()).isFalse();
    }
  }

  @Test
  void shouldLoseAndDoubleNothingWhenAWorkerIsKilledInMidTrack() throws Exception {
    try (Site site = new Site("killed", List.of("gate", "yard", "dock"))) {
      Process first = site.process();
      try {
        site.show(0, 150);
        site.awaitEvents(20);
        site.show(150, 260); // it is in the middle of these when it dies
      } finally {
        first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
      Process second = site.process();
      try {
        site.show(260, SECONDS * 10);
        site.awaitEvents(site.expectedEvents());
      } finally {
        second.destroy();
        assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }

      site.checkEvents();
    }
  }

  @Test
  @Tag("faults")
  void shouldLoseAndDoubleNothingHoweverOftenWorkersAreKilledUnderLoad() throws Exception {
    int frames = 180 * 10;
    try (Site site = new Site("often", List.of("a", "b", "c", "d", "e", "f"), 180)) {
      Deque<Process> workers = new ArrayDeque<>(List.of(site.process(), site.process()));
      try {
        for (int kill = 0; kill < 6; kill++) {
          site.show(frames * kill / 7, frames * (kill + 1) / 7);
          site.awaitEvents(site.expectedEvents() * kill / 7);
          workers.remove().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
          workers.add(site.process());
        }
        site.show(frames * 6 / 7, frames);
        site.awaitEvents(site.expectedEvents());
      } finally {
        workers.forEach(Process::destroyForcibly);
      }

      site.checkEvents();
    }
  }

  /** Topics of their own, cameras with their detections, and what is to be published for them. */
  private final class Site implements AutoCloseable {
    private final TransportSettings transport;
    private final KafkaAccess kafka;
    private final Topics topics;
    private final Map<String, Street> streets = new LinkedHashMap<>();
    private final Map<String, List<FrameDetections>> detections = new LinkedHashMap<>();
    private final Map<String, List<String>> expected = new HashMap<>();
    private final Map<String, List<String>> reported = new HashMap<>();
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final int seconds;

    Site(String name, List<String> cameras) {
      this(name, cameras, SECONDS);
    }

    Site(String name, List<String> cameras, int seconds) {
      this.seconds = seconds;
      transport = new Settings(Map.of()).put("prefix", name, "test").bind(TransportSettings.class);
      kafka = new KafkaAccess(broker.clientProperties(), transport);
      topics = new Topics(transport);
      topics.ensure(kafka);
      producer =
          new KafkaProducer<>(
              kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
      consumer = consumer();
      for (String camera : cameras) {
        Street street = new Street(camera, cameras.indexOf(camera) + 1, 10);
        streets.put(camera, street);
        detections.put(camera, street.perfect(seconds));
        expected.put(camera, expected(camera));
        reported.put(camera, new ArrayList<>());
        long before = Street.START.minusSeconds(60).toEpochMilli();
        producer.send(new ProducerRecord<>(topics.cameras(), null, before, camera, RULES));
      }
      producer.flush();
    }

    private List<String> expected(String camera) {
      TrackSettings settings = Settings.defaults(TrackSettings.class);
      Scene scene =
          new Scene(settings.tracker(), CameraRules.parse(camera, RULES), SceneState.initial());
      return detections.get(camera).stream()
          .flatMap(detection -> scene.update(detection).stream())
          .map(event -> text(SceneEventJson.write(event)))
          .toList();
    }

    private KafkaConsumer<String, byte[]> consumer() {
      Map<String, Object> properties = new HashMap<>(kafka.common());
      properties.put("isolation.level", "read_committed");
      properties.put("auto.offset.reset", "earliest");
      KafkaConsumer<String, byte[]> made =
          new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
      made.assign(Partitions.of(made, topics.events()));
      return made;
    }

    Scenes worker() {
      TrackSettings settings =
          new Settings(Map.of())
              .put("group", transport.prefix() + "-track", "test")
              .bind(TrackSettings.class);
      return new Scenes(
          kafka,
          settings,
          Settings.defaults(AlertSettings.class),
          TrackRoute.live(topics),
          new TrackMeters(new SimpleMeterRegistry()),
          Traces.off(),
          supervision.essential());
    }

    Process process() throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "track",
              "--data",
              folder.toString(),
              "--set",
              "transport.prefix=" + transport.prefix(),
              "--set",
              "track.group=" + transport.prefix() + "-track",
              "--set",
              "http.port=0")
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(transport.prefix() + ".log").toFile())
          .start();
    }

    void show(int from, int to) {
      for (int frame = from; frame < to; frame++) {
        for (String camera : detections.keySet()) {
          byte[] json = DetectionJson.write(detections.get(camera).get(frame));
          producer.send(new ProducerRecord<>(topics.detections(), camera, json));
        }
      }
      producer.flush();
    }

    int expectedEvents() {
      return expected.values().stream().mapToInt(List::size).sum();
    }

    void awaitEvents(int number) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(record -> reported.get(record.key()).add(text(record.value())));
                return reported.values().stream().mapToInt(List::size).sum() >= number;
              });
    }

    void checkEvents() {
      consumer
          .poll(Duration.ofSeconds(1))
          .forEach(record -> reported.get(record.key()).add(text(record.value())));
      for (String camera : streets.keySet()) {
        assertThat(reported.get(camera)).as(camera).isEqualTo(expected.get(camera));
        Street.Crossings really = streets.get(camera).crossings(seconds);
        assertThat(really.toLeft() + really.toRight()).isPositive();
        assertThat(counted(camera)).as(camera).isEqualTo(really);
      }
    }

    private Street.Crossings counted(String camera) {
      Street.Crossings last = new Street.Crossings(0, 0);
      for (String json : reported.get(camera)) {
        SceneEvent event = SceneEventJson.read(json.getBytes(StandardCharsets.UTF_8));
        if (event.type() == SceneEventType.LINE_CROSSED) {
          LineFact line = event.line();
          last = new Street.Crossings(line.toLeft(), line.toRight());
        }
      }
      return last;
    }

    @Override
    public void close() {
      producer.close();
      consumer.close();
    }
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
