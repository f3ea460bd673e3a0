package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers die, freeze and are slow, and each frame still has exactly one fate. */
@Tag("alone")
class DetectWorkersIT extends FaultTest {
  @Test
  void shouldLoseAndDoubleNothingWhenWorkersAreKilled() {
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detect("w0").awaitLog("simulated", PATIENCE);
    openAccount();
    fleet.detect("w1");
    awaitDetections();

    for (int round = 0; round < 3; round++) {
      fleet.node("w" + round).kill();
      fleet.detect("w" + (round + 2));
      letPass(Duration.ofSeconds(3));
    }

    awaitDetections();
    settle("cameras");
  }

  @Test
  @Tag("faults")
  void shouldRefuseTheResultsOfAWorkerThatWasFrozen() {
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detect("w0").awaitLog("simulated", PATIENCE);
    openAccount();
    fleet.detect("w1");
    awaitDetections();

    fleet.node("w0").freeze();
    letPass(Duration.ofSeconds(20));
    awaitDetections();
    fleet.node("w0").thaw();
    letPass(Duration.ofSeconds(5));

    awaitDetections();
    settle("cameras");
    assertThat(fleet.node("w0").isAlive()).isTrue();
  }

  @Test
  @Tag("faults")
  void shouldKeepItsPlaceInTheGroupWhenInferenceIsSlow() {
    String[] slow = {
      "inference.simulated-time=8s",
      "inference.batch=2",
      "kafka.max.poll.interval.ms=6000",
      "detect.max-age=60s"
    };
    fleet.ingest("cameras", Fleet.seeds(street, "fps=0.2"));
    fleet.detect("w0", slow).awaitLog("simulated", PATIENCE);
    openAccount();

    await().atMost(PATIENCE).until(() -> account.read().detections.size() >= 6);

    assertThat(fleet.node("w0").log()).doesNotContain("leaving the group", "max.poll.interval");
    assertThat(account.wrongFates().values()).allMatch(fate -> fate.startsWith("0 "));
  }
}
