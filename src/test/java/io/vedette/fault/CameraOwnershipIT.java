package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes that share cameras come, go, die and freeze. */
@Tag("alone")
class CameraOwnershipIT extends FaultTest {
  private static final Duration SESSION = Duration.ofSeconds(10);

  @BeforeEach
  void share() {
    fleet.ingest("one", Fleet.seeds(street));
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitLive("one");
    fleet.ingest("two");
    awaitShares();
    awaitDetections();
  }

  @Test
  @Tag("faults")
  void shouldMoveOnlyAsManyCamerasAsMustWhenANodeIsAdded() {
    // Before the nodes stop: one hands its own over to the other then.
    assertThat(account.states)
        .filteredOn(state -> state.get("state").asText().equals("moved"))
        .extracting(state -> state.get("former_node").asText() + ">" + state.get("node").asText())
        .containsOnly("one>two")
        .hasSize(2);
    settle("one", "two");
  }

  @Test
  @Tag("faults")
  void shouldReadTheCamerasOfAKilledNodeElsewhere() {
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
    settle("two");
  }

  @Test
  @Tag("faults")
  void shouldHandOverWithoutAGapWhenANodeStops() {
    Instant before = Instant.now().minusSeconds(1);
    assertThat(fleet.node("one").stop()).isEqualTo(143);

    awaitLive("two");
    awaitDetections();
    settle("two");
    for (String camera : street.cameras()) {
      assertThat(account.longestGap(camera, before)).as(camera).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void shouldRefuseTheFramesOfAnOwnerThatWasFrozen() {
    fleet.node("one").freeze();
    awaitLive("two");
    awaitDetections();
    fleet.node("one").thaw();

    await("the frozen node's frames are reported as refused")
        .atMost(PATIENCE)
        .until(() -> account.read().dropped("fenced") > 0);
    awaitShares();
    awaitDetections();
    settle("one", "two");
  }

  private void awaitShares() {
    await("cameras shared evenly")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> share("one") == 2 && share("two") == 2);
  }
}
