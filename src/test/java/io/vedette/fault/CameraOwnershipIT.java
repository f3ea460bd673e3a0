package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Nodes that share cameras come, go, die and freeze. */
class CameraOwnershipIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SESSION = Duration.ofSeconds(10);

  private Cluster cluster;
  private Street street;
  private Fleet fleet;
  private Account account;

  @BeforeEach
  void start(TestInfo test) {
    Path folder =
        Path.of(
                "target",
                "faults",
                getClass().getSimpleName(),
                test.getTestMethod().orElseThrow().getName())
            .toAbsolutePath();
    cluster = Cluster.start(Folders.fresh(folder), 1, Map.of());
    street = new Street(4);
    fleet = new Fleet(folder, cluster.servers());
    fleet.ingest("one", Fleet.seeds(street));
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    account = fleet.account();
    awaitLive("one");
  }

  @AfterEach
  void stop() {
    account.close();
    fleet.close();
    street.close();
    cluster.close();
  }

  @Test
  @Tag("faults")
  void shouldReadTheCamerasOfAKilledNodeElsewhere() {
    fleet.ingest("two");
    awaitShares(2, 2);
    awaitDetections();

    Instant killed = Instant.now();
    fleet.node("one").kill();

    awaitLive("two");
    assertThat(account.states)
        .as("all four cameras on the node that is left, in time")
        .filteredOn(state -> Instant.parse(state.get("at").asText()).isAfter(killed))
        .filteredOn(state -> state.get("state").asText().equals("live"))
        .allSatisfy(
            state ->
                assertThat(Duration.between(killed, Instant.parse(state.get("at").asText())))
                    .isLessThan(SESSION.plusSeconds(5)));
    awaitDetections();
    settle();
  }

  @Test
  @Tag("faults")
  void shouldHandOverWithoutAGapWhenANodeStops() {
    fleet.ingest("two");
    awaitShares(2, 2);
    awaitDetections();

    Instant before = Instant.now().minusSeconds(1);
    assertThat(fleet.node("one").stop()).isEqualTo(143);

    awaitLive("two");
    awaitDetections();
    settle();
    for (String camera : street.cameras()) {
      assertThat(account.longestGap(camera, before)).as(camera).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void shouldRefuseTheFramesOfAnOwnerThatWasFrozen() {
    fleet.ingest("two");
    awaitShares(2, 2);
    awaitDetections();

    fleet.node("one").freeze();
    awaitLive("two");
    awaitDetections();
    fleet.node("one").thaw();

    await("the frozen node's frames are told as refused")
        .atMost(PATIENCE)
        .until(() -> account.read().dropped("fenced") > 0);
    awaitShares(2, 2);
    awaitDetections();
    settle();
  }

  private void awaitLive(String node) {
    await("all cameras live on " + node)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              Collection<String> nodes = Fleet.live(account.read()).values();
              return nodes.size() == 4 && Collections.frequency(nodes, node) == 4;
            });
  }

  private void awaitShares(int one, int two) {
    await("cameras shared evenly")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              Collection<String> nodes = Fleet.live(account.read()).values();
              return Collections.frequency(nodes, "one") == one
                  && Collections.frequency(nodes, "two") == two;
            });
  }

  /** Waits until every camera has frames inferred that were captured from now on. */
  private void awaitDetections() {
    Instant now = Instant.now();
    await("new detections of every camera")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              account.read();
              return street.cameras().stream()
                  .allMatch(camera -> account.inferredSince(camera, now) > 5);
            });
  }

  /** Ends reading, and checks that each frame has one fate and each picture was inferred once. */
  private void settle() {
    Map<String, Integer> codes = new HashMap<>();
    for (String node : new String[] {"one", "two"}) {
      if (fleet.node(node).isAlive()) {
        codes.put(node, fleet.node(node).stop());
      }
    }
    await("every frame has a fate").atMost(PATIENCE).until(() -> account.read().isSettled());
    assertThat(account.wrongFates()).isEmpty();
    assertThat(account.doubles).isEmpty();
    for (String camera : street.cameras()) {
      assertThat(account.repeatedPictures(camera, Street.loop())).as(camera).isEmpty();
    }
  }
}
