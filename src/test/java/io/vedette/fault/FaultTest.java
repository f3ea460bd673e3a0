package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A Kafka, a street of cameras and a fleet of nodes, each test with its own. */
abstract class FaultTest {
  static final Duration PATIENCE = Duration.ofSeconds(90);
  static final Duration OFTEN = Duration.ofMillis(200);

  Path folder;
  Cluster cluster;
  Street street;
  Fleet fleet;
  Account account;

  /** How many Kafka nodes a test wants. */
  int brokers() {
    return 1;
  }

  /** How many cameras a test wants. */
  int cameras() {
    return 4;
  }

  /** How a test wants its cameras. */
  Street street() {
    return new Street(cameras());
  }

  /** What a test wants of Kafka. */
  Map<String, String> brokerSettings() {
    return Map.of();
  }

  @BeforeEach
  void start(TestInfo test) {
    folder =
        Path.of(
                "target",
                "faults",
                getClass().getSimpleName(),
                test.getTestMethod().orElseThrow().getName())
            .toAbsolutePath();
    cluster = Cluster.start(Folders.fresh(folder), brokers(), brokerSettings());
    street = street();
    fleet = new Fleet(folder, cluster.servers(), "transport.replicas=" + brokers());
  }

  @AfterEach
  void stop() {
    if (account != null) {
      account.close();
    }
    fleet.close();
    street.close();
    cluster.close();
  }

  /** Reads all that Kafka holds, from when the topics are there. */
  void openAccount() {
    account = fleet.account();
  }

  void awaitLive(String node) {
    await("all cameras live on " + node)
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> share(node) == cameras());
  }

  /** How many cameras a node reads. */
  int share(String node) {
    Collection<String> nodes = Fleet.live(account.read()).values();
    return Collections.frequency(nodes, node);
  }

  /** Waits until every camera has frames inferred that were captured from now on. */
  void awaitDetections() {
    Instant now = Instant.now();
    await("new detections of every camera")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(
            () -> {
              account.read();
              return street.cameras().stream()
                  .allMatch(camera -> account.inferredSince(camera, now) > 5);
            });
  }

  /** Ends reading, and checks that each frame has one fate and each picture was inferred once. */
  void settle(String... readers) {
    for (String node : readers) {
      if (fleet.node(node).isAlive()) {
        fleet.node(node).stop();
      }
    }
    settleFates();
    for (String camera : street.cameras()) {
      assertThat(account.repeatedPictures(camera, Street.loop(), Street.FPS)).as(camera).isEmpty();
    }
  }

  /** Checks that each frame has one fate, whatever the times say. */
  void settleFates() {
    await("every frame has a fate").atMost(PATIENCE).until(() -> account.read().isSettled());
    assertThat(account.wrongFates()).isEmpty();
    assertThat(account.doubles).isEmpty();
    assertThat(account.gaps()).isEmpty();
  }

  /** A time that a property of the build may change, as {@code -Dfaults.outage=600}. */
  static Duration seconds(String property, long usual) {
    return Duration.ofSeconds(Long.getLong(property, usual));
  }

  /** Lets time pass while the account is read; for faults that last. */
  void letPass(Duration time) {
    Instant end = Instant.now().plus(time);
    await()
        .atMost(time.plusSeconds(30))
        .pollInterval(OFTEN)
        .until(
            () -> {
              if (account != null) {
                account.read();
              }
              return Instant.now().isAfter(end);
            });
  }
}
