package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.frame.FrameId;
import io.vedette.hostile.HostileCamera;
import io.vedette.hostile.HostileServer;
import io.vedette.poison.Spoiling;
import io.vedette.poison.TopicSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Six healthy cameras on two nodes of each role, and beside them, one after the other and at
 * random, poison of every kind: spoilt records of every topic, hostile cameras, frames and a camera
 * that crash native code, nodes that are killed. Every number of the healthy ones is counted.
 *
 * <p>{@code -Dvedette.walk=3600} walks for an hour; {@code -Dvedette.seed=} repeats a walk.
 */
@Tag("faults")
@Tag("alone")
class PoisonWalkIT extends FaultTest {
  private static final Logger LOG = LoggerFactory.getLogger(PoisonWalkIT.class);
  private static final long SEED = Long.getLong("vedette.seed", System.nanoTime());
  private static final int HEALTHY = 6;
  private static final String CRASHING = "cam6";
  private static final List<String> TOPICS =
      List.of(
          "cameras",
          "owners",
          "sessions",
          "frames",
          "detections",
          "events",
          "counts",
          "alerts",
          "snapshots",
          "undelivered",
          "rejected");
  private static final int HOSTILE_AT_ONCE = 3;
  private static final long MOST_GROWTH_KIB = 192 << 10;
  private static final long MOST_NEW_THREADS = 12;

  private final Random random = new Random(SEED);
  private final TopicSamples samples = new TopicSamples();
  private final Map<String, String> roles = new LinkedHashMap<>();
  private final Deque<HostileServer> hostile = new ArrayDeque<>();
  private final Map<String, Integer> done = new TreeMap<>();
  private KafkaProducer<byte[], byte[]> producer;
  private int poisonFrames;
  private int crashes;
  private int killed;

  @Override
  int cameras() {
    return HEALTHY + 1;
  }

  @AfterEach
  void endPoison() throws IOException {
    for (HostileServer server : hostile) {
      server.close();
    }
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }

  @Test
  void shouldCountEveryNumberOfHealthyCamerasWhateverIsBesideThem() throws IOException {
    begin();
    Duration walk = seconds("vedette.walk", 240);
    Instant start = Instant.now();
    Map<String, long[]> half = Map.of();
    while (Duration.between(start, Instant.now()).compareTo(walk) < 0) {
      poison();
      letPass(Duration.ofSeconds(4));
      replaceDead();
      if (half.isEmpty()
          && Duration.between(start, Instant.now()).compareTo(walk.dividedBy(2)) > 0) {
        half = sizes();
      }
    }
    awaitHealthy();
    Map<String, long[]> end = sizes();
    LOG.info("seed {}: {} done, {} crashes, {} killed", SEED, done, crashes, killed);
    describe(half, end);
    settleHealthy();
    assertFlat(half, end);
    // Two for each frame that crashes and for the camera; one that is killed in between proves
    // less.
    assertThat(crashes).as("crashes").isLessThanOrEqualTo(2 * poisonFrames + 2 + killed);
  }

  private void begin() {
    fleet.crashBy(CrashLibrary.build(folder));
    for (String name : List.of("cameras-a", "cameras-b")) {
      start("ingest", name);
    }
    for (String name : List.of("detect-a", "detect-b")) {
      start("detect", name);
    }
    for (String name : List.of("track-a", "track-b")) {
      start("track", name);
    }
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", cluster.servers(),
                "max.request.size", "4194304",
                "enable.idempotence", "false"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    openAccount();
    account.only(healthy());
    awaitHealthy();
  }

  private void start(String role, String name) {
    roles.put(name, role);
    switch (role) {
      case "ingest" -> fleet.ingest(name, seeds(), "ingest.allow.networks=loopback");
      case "detect" -> fleet.detect(name, "detect.catch-up=80s");
      default -> fleet.role(role, name);
    }
  }

  private String[] seeds() {
    List<String> settings = new ArrayList<>();
    for (String camera : healthy()) {
      settings.add("cameras." + camera + ".url=" + street.simulator.rtspUrl(camera));
      settings.add("cameras." + camera + ".fps=2");
      settings.add("cameras." + camera + ".timeout=3s");
    }
    return settings.toArray(String[]::new);
  }

  private List<String> healthy() {
    return street.cameras().subList(0, HEALTHY);
  }

  private void poison() throws IOException {
    int kind = random.nextInt(10);
    if (kind < 4) {
      spoil();
    } else if (kind < 7) {
      addHostile();
    } else if (kind == 7) {
      sendCrashingFrame();
    } else if (kind == 8) {
      addCrashingCamera();
    } else {
      killOne();
    }
  }

  private void count(String what) {
    done.merge(what, 1, Integer::sum);
  }

  private void spoil() {
    count("spoilt records of each topic, 20 at once");
    for (int i = 0; i < 20; i++) {
      for (String topic : TOPICS) {
        send(Spoiling.of(samples.of(topic, random), random).produced("vedette." + topic));
      }
    }
    producer.flush();
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record);
    } catch (org.apache.kafka.common.KafkaException e) {
      LOG.debug("refused by Kafka itself", e);
    }
  }

  private void addHostile() throws IOException {
    HostileCamera[] all = HostileCamera.values();
    HostileCamera chosen = all[random.nextInt(all.length)];
    count("hostile cameras");
    if (hostile.size() == HOSTILE_AT_ONCE) {
      hostile.removeFirst().close();
    }
    HostileServer server = new HostileServer(chosen);
    hostile.addLast(server);
    String record = "{\"url\":\"%s\",\"timeout\":\"2s\"}".formatted(server.url());
    byte[] key = ("hostile-" + hostile.size()).getBytes(StandardCharsets.UTF_8);
    send(new ProducerRecord<>("vedette.cameras", key, record.getBytes(StandardCharsets.UTF_8)));
  }

  private void addCrashingCamera() {
    if (done.containsKey("cameras that crash")) {
      return;
    }
    count("cameras that crash");
    street.simulator.userData(CRASHING, CrashLibrary.markAfter(2));
    String record = "{\"url\":\"%s\"}".formatted(street.simulator.rtspUrl(CRASHING));
    send(
        new ProducerRecord<>(
            "vedette.cameras",
            CRASHING.getBytes(StandardCharsets.UTF_8),
            record.getBytes(StandardCharsets.UTF_8)));
  }

  private void sendCrashingFrame() throws IOException {
    count("frames that crash");
    byte[] picture = CrashLibrary.marked(CrashingFrameIT.jpeg());
    producer.send(CrashingFrameIT.frame("crash", poisonFrames++, picture));
  }

  private void killOne() {
    List<String> names = List.copyOf(roles.keySet());
    String name = names.get(random.nextInt(names.size()));
    if (fleet.node(name).isAlive()) {
      count("nodes killed");
      killed++;
      fleet.node(name).kill();
      start(roles.get(name), name);
    }
  }

  /** As an orchestrator does. */
  private void replaceDead() {
    roles.forEach(
        (name, role) -> {
          if (!fleet.node(name).isAlive()) {
            assertThat(fleet.node(name).log())
                .as("%s has ended, seed %d", name, SEED)
                .contains(CrashLibrary.REPORT);
            crashes++;
            start(role, name);
          }
        });
  }

  private void awaitHealthy() {
    Instant now = Instant.now();
    await("new detections of every healthy camera, seed " + SEED)
        .atMost(PATIENCE.multipliedBy(2))
        .pollInterval(OFTEN)
        .untilAsserted(
            () -> {
              replaceDead();
              account.read();
              assertThat(healthy()).allMatch(camera -> account.inferredSince(camera, now) > 5);
            });
  }

  private void settleHealthy() {
    fleet.node("cameras-a").stop();
    fleet.node("cameras-b").stop();
    await("every frame has a fate, seed " + SEED)
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(
            () -> {
              roles.keySet().stream()
                  .filter(name -> name.startsWith("detect"))
                  .filter(name -> !fleet.node(name).isAlive())
                  .toList()
                  .forEach(name -> start("detect", name));
              return account.read().isSettled();
            });
    assertThat(account.wrongFates()).as("seed %d", SEED).isEmpty();
    assertThat(account.doubles).as("seed %d", SEED).isEmpty();
    assertThat(account.gaps()).as("seed %d", SEED).isEmpty();
    assertThat(account.frames.keySet())
        .extracting(FrameId::camera)
        .containsOnly(healthy().toArray(String[]::new));
  }

  /** Resident memory in KiB and threads of each node, with the process they are of. */
  private Map<String, long[]> sizes() {
    Map<String, long[]> sizes = new TreeMap<>();
    roles
        .keySet()
        .forEach(
            name -> {
              Program node = fleet.node(name);
              if (node.isAlive()) {
                sizes.put(name, new long[] {node.residentKib(), node.threads(), node.pid()});
              }
            });
    return sizes;
  }

  private static void describe(Map<String, long[]> half, Map<String, long[]> end) {
    end.forEach(
        (name, size) ->
            LOG.info(
                "{}: KiB, threads, process: {} then {}",
                name,
                half.get(name) == null ? "none" : List.of(half.get(name)[0], half.get(name)[1]),
                List.of(size[0], size[1])));
  }

  /** Of processes that lived all the second half. */
  private static void assertFlat(Map<String, long[]> half, Map<String, long[]> end) {
    half.forEach(
        (name, before) -> {
          long[] after = end.get(name);
          if (after != null && after[2] == before[2]) {
            assertThat(after[0] - before[0]).as(name + " KiB").isLessThan(MOST_GROWTH_KIB);
            assertThat(after[1] - before[1]).as(name + " threads").isLessThan(MOST_NEW_THREADS);
          }
        });
  }
}
