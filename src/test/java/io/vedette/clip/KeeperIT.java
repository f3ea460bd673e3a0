package io.vedette.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.event.scene.SceneEventType;
import io.vedette.fault.Program;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.event.ClipLog;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The keeping of frames from a real broker on a real disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeeperIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int LONG = 2400;

  @TempDir static Path folder;
  private EmbeddedBroker broker;
  private KafkaAccess kafka;

  @BeforeAll
  void start() {
    broker =
        new EmbeddedBroker(
            folder.resolve("broker"),
            new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    kafka = new KafkaAccess(broker.clientProperties(), Settings.defaults(TransportSettings.class));
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void shouldKeepTheFramesAroundWhatHappenedWithTheirOwnBoxesAndNoOthers() throws Exception {
    Topics topics = topics("around");
    try (TestScene scene = scene(topics, 120)) {
      scene.frames("gate", 0, 500);
      scene.frames("yard", 0, 500);
      scene.alert("gate", 150);
      scene.track("gate", SceneEventType.TRACK_STARTED, 1, 290, 300);
      scene.track("gate", SceneEventType.TRACK_UPDATED, 1, 290, 340);
      scene.track("yard", SceneEventType.TRACK_ENDED, 1, 3, 10);

      Clips clips = new Clips();
      try (Keeper keeper = keeper(topics, folder.resolve("around"), clips)) {
        keeper.start();
        ClipSpan gate = all(scene, "gate");
        List<Long> expected = // from before the first picture of the object, 290, on
            LongStream.concat(LongStream.rangeClosed(125, 175), LongStream.rangeClosed(265, 365))
                .boxed()
                .toList();
        await().atMost(PATIENCE).until(() -> numbers(clips, gate).size() >= expected.size());
        assertThat(numbers(clips, gate)).isEqualTo(expected);
        await().atMost(PATIENCE).until(() -> clips.sum(all(scene, "yard")).frames() == 36);

        for (PackedFrame frame : clips.frames(gate, 1000)) {
          long number = frame.id().sequence();
          assertThat(frame.at()).isEqualTo(TestScene.micros(scene.at((int) number)));
          if (number % 5 == 0) {
            assertThat(frame.objects()).isNull();
          } else {
            assertThat(TestScene.number(frame.objects().get(0).box().x())).isEqualTo(number);
          }
        }
        assertThat(clips.frame("gate", TestScene.micros(scene.at(150))).orElseThrow().jpeg())
            .isNotEmpty();
        assertThat(clips.frame("yard", TestScene.micros(scene.at(150)))).isEmpty();
      }
    }
  }

  @Test
  void shouldMissNothingThoughItIsKilledAgainAndAgain() throws Exception {
    Topics topics = topics("killed");
    Path data = folder.resolve("killed");
    try (TestScene scene = scene(topics, 500)) {
      scene.frames("gate", 0, LONG);
      for (int number = 100; number < LONG; number += 40) {
        scene.alert("gate", number);
      }
      for (int kill = 1; kill <= 2; kill++) {
        long before = bytes(data.resolve("clips"));
        Process console = console(List.of(), data, "killed", Map.of());
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> bytes(data.resolve("clips")) > before || !console.isAlive());
        console.destroyForcibly().waitFor();
      }

      Clips clips = new Clips();
      try (Keeper keeper = keeper(topics, data.resolve("clips"), clips)) {
        keeper.start();
        int last = 100 + (LONG - 101) / 40 * 40;
        int end = Math.min(last + 26, LONG);
        await().atMost(PATIENCE).until(() -> clips.sum(all(scene, "gate")).frames() >= end - 75);
        assertThat(numbers(clips, all(scene, "gate")))
            .isEqualTo(LongStream.range(75, end).boxed().toList());
      }
    }
  }

  @Test
  void shouldPinWhatIsKeptAndLetItGoOnceItIsReleased() throws Exception {
    Topics topics = topics("pinned");
    topics.ensure(kafka);
    try (ClipLog log = new ClipLog(kafka, topics.clips())) {
      Clips clips = new Clips();
      ClipSpan span = new ClipSpan("gate", 1_000_000, 2_000_000);
      try (Keeper keeper = keeper(topics, folder.resolve("pinned"), clips)) {
        keeper.start();
        log.keep(new KeptClip(span, "the burglar", Instant.EPOCH, "anna"));
        await().atMost(PATIENCE).until(() -> clips.isPinned("gate", 1_500_000));
        assertThat(clips.isPinned("gate", 2_000_000)).isFalse();
        assertThat(clips.isPinned("yard", 1_500_000)).isFalse();

        log.release(span);
        await().atMost(PATIENCE).until(() -> !clips.isPinned("gate", 1_500_000));
      }
    }
  }

  /** A full disk is said by the log once a minute, by health and a meter; the API goes on. */
  @Test
  void shouldSayThatTheDiskIsFullAndHarmNothingElse() throws Exception {
    assumeTrue(Program.hasSmallDisks(), "skipped: needs unshare and leave to mount");
    Topics topics = topics("full");
    Path data = folder.resolve("full");
    Files.createDirectories(data.resolve("clips"));
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (TestScene scene = scene(topics, 500)) {
      scene.frames("gate", 0, LONG);
      for (int number = 100; number < LONG; number += 40) {
        scene.alert("gate", number);
      }
      Process console =
          console(
              Program.smallDisk(data.resolve("clips"), 1),
              data,
              "full",
              Map.of("console.clips.free", "0B", "http.port", Integer.toString(port)));
      try {
        Path log = folder.resolve("full.log");
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("No space left"));
        String ops = "http://127.0.0.1:" + port;
        String page = address(log, "the console is at (http://127\\.0\\.0\\.1:[0-9]+)");
        assertThat(get(ops + "/health/live")).contains("clip-keeper").contains("No space left");
        assertThat(get(ops + "/metrics")).containsPattern("vedette_clips_stopped[^\n]* 1.0");
        await()
            .atMost(PATIENCE)
            .until(() -> get(page + "/api/v1/events?type=track.started").contains("\"events\""));
        await().during(Duration.ofSeconds(4)).atMost(PATIENCE).until(console::isAlive);
        assertThat(Files.readString(log).split("No space left", -1)).hasSize(2);
      } finally {
        console.destroyForcibly().waitFor();
      }
    }
  }

  private static String address(Path log, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(log));
    assertThat(found.find()).as(Files.readString(log)).isTrue();
    return found.group(found.groupCount());
  }

  private static String get(String uri) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static Topics topics(String prefix) {
    return new Topics(
        new Settings(Map.of()).put("prefix", prefix, "test").bind(TransportSettings.class));
  }

  private TestScene scene(Topics topics, int secondsAgo) throws Exception {
    return new TestScene(kafka, topics, Instant.now().minusSeconds(secondsAgo));
  }

  private static ClipSpan all(TestScene scene, String camera) {
    return ClipSpan.of(camera, scene.at(0), scene.at(LONG));
  }

  private static List<Long> numbers(Clips clips, ClipSpan span) {
    return clips.frames(span, 10_000).stream().map(frame -> frame.id().sequence()).toList();
  }

  private Keeper keeper(Topics topics, Path packs, Clips clips) {
    return new Keeper(
        new Keeper.Source(kafka, topics, Duration.ofMinutes(10)),
        new Keeper.Disk(packs, Settings.defaults(ClipSettings.class), InstantSource.system()),
        clips,
        new ClipMeters(new SimpleMeterRegistry()),
        TestSupervision.make().separate());
  }

  private static long bytes(Path packs) throws IOException {
    if (!Files.isDirectory(packs)) {
      return 0;
    }
    try (var files = Files.list(packs)) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .mapToLong(KeeperIT::size)
          .sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // gone meanwhile
    }
  }

  private Process console(List<String> before, Path data, String prefix, Map<String, String> more)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", data.toString());
    settings.put("transport.prefix", prefix);
    settings.put("console.port", "0");
    settings.put("http.port", "0");
    settings.putAll(more);
    broker.clientProperties().forEach((key, value) -> settings.put("kafka." + key, value));
    List<String> command = new ArrayList<>(before);
    List<String> arguments = new ArrayList<>(List.of("console"));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    command.addAll(Program.java(List.of("-Xmx256m"), "io.vedette.cli.Main", arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(prefix + ".log").toFile()))
        .start();
  }
}
