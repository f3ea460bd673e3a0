package io.vedette.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.fault.Program;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.frame.FrameRecords;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred clients of a real console, half of which do not read. Figures of it go to {@code
 * target/crowd.txt}; {@code -Dvedette.crowd.seconds=300} takes them for longer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrowdIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int CAMERAS = 4;
  private static final int HALF = 50;
  private static final int IN_FLIGHT = 2;
  private static final long STEP_MILLIS = 200;
  private static final int STEPS = Integer.getInteger("vedette.crowd.seconds", 10) * 5;
  private static final int STEPS_OF_FIGURES = 50;
  private static final int STEPS_OF_DEAF = 200; // the console ends them after a minute
  private static final String SHOW =
      IntStream.range(0, CAMERAS)
          .mapToObj("{\"camera\":\"c%d\"}"::formatted)
          .collect(Collectors.joining(",", "{\"boxes\":false,\"show\":[", "]}"));

  @TempDir static Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Topics topics = new Topics(Settings.defaults(TransportSettings.class));
  private final List<String> figures = new ArrayList<>();
  private final List<Deaf> deaf = new ArrayList<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private EmbeddedBroker broker;
  private KafkaProducer<String, byte[]> producer;
  private Program console;
  private String page = "";
  private String ops = "";
  private long published;

  @BeforeAll
  void start() throws IOException {
    broker =
        new EmbeddedBroker(
            folder.resolve("kafka"),
            new BrokerSettings(0, new DataSize(1 << 30), new DataSize(64 << 20)));
    broker.start();
    KafkaAccess kafka =
        new KafkaAccess(broker.clientProperties(), Settings.defaults(TransportSettings.class));
    topics.ensure(kafka);
    producer =
        new KafkaProducer<>(
            kafka.eventProducer("test"), new StringSerializer(), new ByteArraySerializer());
    console = console();
    console.awaitLog("the console is at", PATIENCE);
    Matcher found =
        Pattern.compile("the console is at (http://127\\.0\\.0\\.1:[0-9]+)").matcher(console.log());
    assertThat(found.find()).as(console.log()).isTrue();
    page = found.group(1);
  }

  private Program console() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      ops = "http://127.0.0.1:" + free.getLocalPort();
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", folder.resolve("data").toString());
    settings.put("console.port", "0");
    settings.put("http.port", ops.substring(ops.lastIndexOf(':') + 1));
    broker.clientProperties().forEach((key, value) -> settings.put("kafka." + key, value));
    List<String> arguments = new ArrayList<>(List.of("console"));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    List<String> options = List.of("-Xmx192m"); // a tenth of what the deaf are not sent
    return Program.start(
        folder, "console", Program.java(options, "io.vedette.cli.Main", arguments));
  }

  @AfterAll
  void stop() {
    deaf.forEach(Deaf::close);
    watchers.forEach(Watcher::close);
    producer.close();
    console.close();
    broker.close();
  }

  @Test
  void shouldHoldLittleForThoseWhoDoNotReadAndServeTheOthers() throws Exception {
    for (int i = 0; i < HALF; i++) {
      watchers.add(new Watcher(http, page, SHOW));
    }
    publish(STEPS / 2);
    note("50 clients that read");
    openDeaf();
    await().atMost(PATIENCE).until(() -> meter("vedette_live_viewers") == 2 * HALF);
    long silent = HALF;
    long deafOpened = publish(STEPS);
    note("100 clients, 50 of which do not read");

    String newest = "c%d/1/" + (published - 1);
    for (Watcher watcher : watchers) {
      for (int camera = 0; camera < CAMERAS; camera++) {
        String last = newest.formatted(camera);
        await(last).atMost(PATIENCE).until(() -> watcher.newest().containsValue(last));
      }
    }
    double sent = meter("vedette_live_pictures_sent_total");
    long received = watchers.stream().mapToLong(Watcher::pictures).sum();
    assertThat(sent - received)
        .as("pictures that were handed to those who do not read")
        .isBetween(1.0, (double) IN_FLIGHT * CAMERAS * (silent + deafOpened));
    assertThat(received).isGreaterThan((long) HALF * CAMERAS * IN_FLIGHT);
    if (STEPS <= STEPS_OF_DEAF) {
      assertThat(meter("vedette_live_viewers")).isEqualTo(2 * HALF);
    }
    closeDeaf();

    shouldHoldLittleForThoseWhoSayThatAllHasArrived();
    Files.write(Path.of("target", "crowd.txt"), figures);
  }

  /** What the network takes, and little more. */
  private void shouldHoldLittleForThoseWhoSayThatAllHasArrived() throws Exception {
    await().atMost(PATIENCE).until(() -> meter("vedette_live_viewers") == HALF);
    watchers.forEach(Watcher::close);
    await().atMost(PATIENCE).until(() -> meter("vedette_live_viewers") == 0);
    double before = meter("vedette_live_sent_bytes_total");
    int liars = 5;
    for (int i = 0; i < liars; i++) {
      deaf.add(new Deaf(page, SHOW));
    }
    await().atMost(PATIENCE).until(() -> meter("vedette_live_viewers") == liars);
    int jpeg = TestPictures.frame("c0", 0).jpeg().length;
    long network = 12L << 20; // more than both buffers of a connection
    long rounds = 2 * network / ((long) jpeg * CAMERAS) + 1;
    for (int i = 0; i < rounds; i++) {
      publish();
      deaf.forEach(client -> client.say("{\"ack\":1000000}"));
      TimeUnit.MILLISECONDS.sleep(20);
    }

    assertThat(meter("vedette_live_viewers")).isEqualTo(liars);
    assertThat(meter("vedette_live_sent_bytes_total") - before)
        .as("of %d bytes that were published for each of %d", rounds * jpeg * CAMERAS, liars)
        .isLessThan((double) liars * network);
    note(liars + " clients that do not read and say that all has arrived");
  }

  private void openDeaf() {
    for (int i = 0; i < HALF; i++) {
      deaf.add(new Deaf(page, SHOW));
    }
  }

  private void closeDeaf() {
    deaf.forEach(Deaf::close);
    deaf.clear();
  }

  /**
   * Publishes five pictures a second of each camera.
   *
   * @return how many of those who do not read took the place of others meanwhile
   */
  private long publish(int steps) throws Exception {
    long opened = 0;
    for (int i = 1; i <= steps; i++) {
      publish();
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      if (i % STEPS_OF_FIGURES == 0 && steps > STEPS_OF_DEAF) {
        note("  after " + i * STEP_MILLIS / 1000 + " s");
      }
      if (i % STEPS_OF_DEAF == 0 && !deaf.isEmpty()) {
        closeDeaf();
        openDeaf();
        opened += HALF;
      }
    }
    return opened;
  }

  private void publish() {
    for (int camera = 0; camera < CAMERAS; camera++) {
      producer.send(
          FrameRecords.write(
              topics.frames(),
              null,
              TestPictures.frame(
                  "c" + camera, published, Instant.now().truncatedTo(ChronoUnit.MICROS))));
    }
    producer.flush();
    published++;
  }

  /** Adds a line: what is resident, what is on the heap, and how the readers do. */
  private void note(String when) throws Exception {
    List<Long> ages =
        watchers.stream().flatMap(watcher -> watcher.ages().stream()).sorted().toList();
    long heap = Math.round(sum("jvm_memory_used_bytes\\{area=\"heap\"") / (1 << 20));
    figures.add(
        "%s: resident %d MiB, heap %d MiB, %d pictures read, age p50 %d ms, p95 %d ms"
            .formatted(
                when,
                console.residentKib() >> 10,
                heap,
                ages.size(),
                ages.isEmpty() ? 0 : ages.get(ages.size() / 2),
                ages.isEmpty() ? 0 : ages.get(ages.size() * 95 / 100)));
  }

  private double meter(String name) throws Exception {
    return sum(name + "(\\{| )");
  }

  private double sum(String pattern) throws Exception {
    String text =
        http.send(
                HttpRequest.newBuilder(URI.create(ops + "/metrics")).build(),
                BodyHandlers.ofString())
            .body();
    Pattern line = Pattern.compile("^" + pattern);
    return text.lines()
        .filter(one -> line.matcher(one).find())
        .mapToDouble(one -> Double.parseDouble(one.substring(one.lastIndexOf(' ') + 1)))
        .sum();
  }
}
