package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RawRecord.RawHeader;
import io.vedette.poison.RecordReader;
import io.vedette.poison.Spoiling;
import io.vedette.poison.TopicSamples;
import io.vedette.scene.Street;
import io.vedette.transport.record.RecordReaders;
import io.vedette.transport.table.CameraReaders;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spoilt records come into every topic while all roles run, two nodes of each: none ends, each
 * tells that it is well, and the good records between are worked on as before. {@code
 * -Dvedette.seed=} and {@code -Dvedette.records.sent=} make another run the same.
 */
@Tag("alone")
class EveryRecordIT extends FaultTest {
  private static final Logger LOG = LoggerFactory.getLogger(EveryRecordIT.class);
  private static final long SEED = Long.getLong("vedette.seed", System.nanoTime());
  private static final int SENT = Integer.getInteger("vedette.records.sent", 300);
  private static final int AT_ONCE = 100;
  private static final String WALKER = "walker";
  private static final String SITE = "gate1";
  private static final long MOST_GROWTH_KIB = 256 << 10;
  private static final List<String> TOPICS =
      List.of(
          "cameras",
          "owners",
          "sessions",
          "promotions",
          "frames",
          "spool",
          "detections",
          "events",
          "counts",
          "alerts",
          "snapshots",
          "undelivered",
          "rejected");

  private final TopicSamples samples = new TopicSamples();
  private final Random random = new Random(SEED);
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Long> seen = new TreeMap<>();
  private final List<String> unwell = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private KafkaConsumer<String, byte[]> reader;
  private KafkaProducer<byte[], byte[]> producer;
  private final Set<String> added = new TreeSet<>();
  private long steps;
  private long refusedByKafka;

  @Test
  void shouldGoOnWhateverRecordsCome() {
    startAll();
    awaitGood();
    Map<String, Long> before = memory();

    for (int sent = 0; sent < SENT; sent += AT_ONCE) {
      spoil(Math.min(AT_ONCE, SENT - sent));
      walk();
      checkHealth();
      if (sent == SENT / 2) {
        awaitGood();
        before = memory();
      }
    }
    awaitGood();

    Map<String, Long> after = memory();
    Map<String, Long> defects = defects();
    LOG.info("seed {}: {} of each topic, {} refused by Kafka", SEED, SENT, refusedByKafka);
    LOG.info("resident KiB before {} after {}", before, after);
    LOG.info("records.defect {}; good ones {}", defects, seen);
    assertThat(unwell).as("seed %d", SEED).isEmpty();
    assertThat(defects.keySet())
        .contains(
            "vedette.cameras",
            "vedette.owners",
            "vedette.detections",
            "vedette.events",
            "vedette.alerts");
    Map<String, Long> half = before;
    after.forEach(
        (node, kib) -> assertThat(kib - half.get(node)).as(node).isLessThan(MOST_GROWTH_KIB));
    removeAdded();
    restartOneOfEach();
    awaitGood();
    assertThat(defects().keySet()).contains("vedette.sessions", "vedette.promotions");
  }

  private void startAll() {
    for (String node : List.of("a", "b")) {
      start("ingest", "cameras-" + node, Fleet.seeds(street, "fps=2"));
      start("detect", "detect-" + node);
      start("track", "track-" + node);
    }
    start("forward", "forward");
    openClients();
    awaitWell();
  }

  private void start(String role, String name, String... more) {
    ports.computeIfAbsent(name, key -> freePort());
    List<String> settings = new ArrayList<>(List.of(more));
    settings.addAll(
        List.of(
            "http.port=" + ports.get(name),
            "ingest.node=" + name,
            "ingest.allow.networks=loopback",
            "inference.device=simulated",
            "inference.simulated-time=1ms",
            "detect.preparers=1",
            "alerts.rules.seen.when=seen",
            "alerts.rules.seen.per=track",
            "alerts.rules.seen.cool-down=0s",
            "sinks.topics.copy.topic=copied",
            "forward.site=" + SITE,
            "forward.kafka.bootstrap.servers=" + cluster.servers()));
    fleet.role(role, name, settings.toArray(String[]::new));
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void openClients() {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", cluster.servers(),
                "max.request.size", "4194304",
                "enable.idempotence", "false",
                "linger.ms", "5"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    reader =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", cluster.servers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic :
        List.of("vedette.detections", "vedette.events", "copied", SITE + ".vedette.events")) {
      await(topic)
          .pollInSameThread()
          .atMost(PATIENCE)
          .until(() -> !reader.partitionsFor(topic).isEmpty());
      reader
          .partitionsFor(topic)
          .forEach(part -> partitions.add(new TopicPartition(topic, part.partition())));
    }
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
  }

  @AfterEach
  void closeClients() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      reader.close();
    }
  }

  /** Sends spoilt records into every topic. */
  private void spoil(int count) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      for (String topic : TOPICS) {
        RawRecord spoilt = Spoiling.of(samples.of(topic, random), random);
        if (!topic.equals("promotions") || isRefused(RecordReaders.promotion(), spoilt)) {
          records.add(spoilt.produced("vedette." + topic));
        }
        if (topic.equals("cameras") && CameraReaders.camera(spoilt).value().isPresent()) {
          added.add(spoilt.keyText());
        }
      }
      RawRecord progress = Spoiling.of(samples.of("progress", random), random);
      records.add(progress.produced(SITE + ".forward.events.progress"));
    }
    records.addAll(forged());
    send(records);
  }

  /** Well-formed records of the good cameras, with sessions and numbers that nobody has. */
  private List<ProducerRecord<byte[], byte[]>> forged() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    long session = System.currentTimeMillis() + random.nextInt(1 << 30);
    for (String camera : street.cameras()) {
      byte[] key = camera.getBytes(StandardCharsets.UTF_8);
      RawRecord frame = samples.of("frames", random).withKey(key);
      List<RawHeader> headers = new ArrayList<>(frame.headers());
      headers.removeIf(header -> header.name().equals("session"));
      byte[] number = Long.toString(session).getBytes(StandardCharsets.UTF_8);
      headers.add(new RawHeader("session", number));
      records.add(frame.withHeaders(headers).produced("vedette.frames"));
    }
    Instant at = Instant.now().plusSeconds(steps);
    boolean isSession = random.nextBoolean();
    FrameDetections walker =
        Street.event(WALKER, isSession ? session : 1, isSession ? 0 : session, at, List.of());
    byte[] key = WALKER.getBytes(StandardCharsets.UTF_8);
    records.add(new ProducerRecord<>("vedette.detections", key, DetectionJson.write(walker)));
    return records;
  }

  /** Another live model that no worker has is no spoilt record, but a command. */
  private static boolean isRefused(RecordReader reader, RawRecord record) {
    return reader.read(record).isPresent();
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<?>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      try {
        sent.add(producer.send(record));
      } catch (KafkaException e) {
        refusedByKafka++;
      }
    }
    producer.flush();
    for (Future<?> future : sent) {
      try {
        future.get();
      } catch (Exception e) { // what Kafka itself refuses, nobody reads
        refusedByKafka++;
      }
    }
  }

  /** Sends good detections of a camera whose object comes and goes. */
  private void walk() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long step = steps++;
      Instant at = Instant.now().plusMillis(200L * (i - 10)).plusSeconds(step);
      RelativeBox box = new RelativeBox(0.3 + 0.01 * (step % 10), 0.4, 0.1, 0.3);
      List<DetectedObject> objects =
          step % 10 < 6 ? List.of(new DetectedObject("person", 0, 0.9, box)) : List.of();
      FrameDetections event = Street.event(WALKER, 1, step, at, objects);
      records.add(
          new ProducerRecord<>(
              "vedette.detections",
              WALKER.getBytes(StandardCharsets.UTF_8),
              DetectionJson.write(event)));
    }
    send(records);
  }

  /** Waits until what good records lead to comes again, of each kind and camera. */
  private void awaitGood() {
    count();
    Map<String, Long> before = new TreeMap<>(seen);
    List<String> wanted = new ArrayList<>();
    street.cameras().forEach(camera -> wanted.add("vedette.detections of " + camera));
    wanted.addAll(
        List.of(
            "vedette.events of " + WALKER,
            "copied of " + WALKER,
            SITE + ".vedette.events of " + WALKER));
    await("good records of each kind")
        .atMost(Duration.ofMinutes(5))
        .pollInSameThread()
        .pollInterval(OFTEN)
        .untilAsserted(
            () -> {
              walk();
              count();
              checkHealth();
              assertThat(wanted)
                  .allMatch(
                      kind -> seen.getOrDefault(kind, 0L) > before.getOrDefault(kind, 0L) + 5);
            });
  }

  private void count() {
    for (var polled = reader.poll(OFTEN); !polled.isEmpty(); polled = reader.poll(OFTEN)) {
      for (ConsumerRecord<String, byte[]> record : polled) {
        String key = String.valueOf(record.key());
        if (WALKER.equals(key) || street.cameras().contains(key)) {
          seen.merge(record.topic() + " of " + record.key(), 1L, Long::sum);
        }
      }
    }
  }

  private void awaitWell() {
    await("all nodes are well")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .untilAsserted(
            () -> {
              unwell.clear();
              checkHealth();
              assertThat(unwell).isEmpty();
            });
  }

  private void checkHealth() {
    ports.forEach(
        (node, port) -> {
          for (String path : List.of("/health/live", "/health/ready")) {
            String answer = get(port, path);
            if (!answer.startsWith("200 ")) {
              unwell.add(node + path + ": " + answer);
            }
          }
          if (!fleet.node(node).isAlive()) {
            unwell.add(node + " has ended");
          }
        });
  }

  private String get(int port, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Long> memory() {
    Map<String, Long> memory = new TreeMap<>();
    ports.keySet().forEach(node -> memory.put(node, fleet.node(node).residentKib()));
    return memory;
  }

  /** How many records all nodes have passed over, by topic. */
  private Map<String, Long> defects() {
    Pattern form =
        Pattern.compile("vedette_records_defect_total\\{.*topic=\"([^\"]+)\".*} ([0-9.E]+)");
    Map<String, Long> defects = new TreeMap<>();
    for (int port : ports.values()) {
      Matcher found = form.matcher(get(port, "/metrics"));
      while (found.find()) {
        defects.merge(found.group(1), (long) Double.parseDouble(found.group(2)), Long::sum);
      }
    }
    return defects;
  }

  /** Removes cameras that nobody can read: a node that has no others is not ready. */
  private void removeAdded() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    added.forEach(
        camera ->
            records.add(
                new ProducerRecord<>(
                    "vedette.cameras", camera.getBytes(StandardCharsets.UTF_8), null)));
    send(records);
  }

  /** What starts reads all that is in the tables. */
  private void restartOneOfEach() {
    for (Map.Entry<String, String> node :
        Map.of(
                "cameras-b",
                "ingest",
                "detect-b",
                "detect",
                "track-b",
                "track",
                "forward",
                "forward")
            .entrySet()) {
      fleet.node(node.getKey()).kill();
      String[] seeds =
          node.getValue().equals("ingest") ? Fleet.seeds(street, "fps=2") : new String[0];
      start(node.getValue(), node.getKey(), seeds);
    }
    awaitWell();
  }
}
