package io.vedette.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.cli.Contracts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More frames come than can be inferred: latency stays bounded, and each frame has its fate. */
class OverloadIT extends FaultTest {
  private static final Contracts CONTRACTS = new Contracts();
  private static final double MAX_AGE_MILLIS = 3000;
  private static final String[] SLOW = {
    "inference.simulated-time=400ms", "inference.batch=2", "detect.max-age=3s"
  };

  @Test
  void shouldDropWhatIsOldAndTellOfEachFrame() {
    fleet.ingest("cameras", Fleet.seeds(street, "fps=10"));
    fleet.detect("slow", SLOW).awaitLog("simulated", PATIENCE);
    openAccount();

    await("frames are dropped for their age")
        .atMost(PATIENCE)
        .until(() -> account.read().dropped("stale") > 50);
    account.latencies.clear();
    letPass(Duration.ofSeconds(8));

    account.read();
    assertThat(account.latencies)
        .as("age when inferred: the limit, and what a batch under way and the next take")
        .isNotEmpty()
        .allMatch(latency -> latency < MAX_AGE_MILLIS + 3 * 400);
    settle("cameras");
  }

  @Test
  @Tag("faults")
  void shouldTakeLessOfCamerasOfLowPriorityFirstAndAllAgainWhenHelpComes() {
    fleet.ingest("cameras", Fleet.seeds(street, "fps=10"), "cameras.cam0.priority=10");
    fleet.detect("slow", SLOW).awaitLog("simulated", PATIENCE);
    openAccount();

    await("a step down").atMost(PATIENCE).until(() -> lastStep() > 0);
    Instant now = Instant.now();
    letPass(Duration.ofSeconds(10));
    account.read();
    assertThat(account.inferredSince("cam0", now))
        .as("frames of the camera that matters most, of about 50 that can be inferred")
        .isGreaterThan(account.inferredSince("cam1", now));
    fleet.detect("help").awaitLog("simulated", PATIENCE);
    fleet.node("slow").stop();

    await("all steps undone").atMost(Duration.ofMinutes(4)).until(() -> lastStep() == 0);
    assertThat(account.degradations)
        .allSatisfy(
            step ->
                assertThat(CONTRACTS.problems("operation-event", step.toString().getBytes(UTF_8)))
                    .isEmpty());
    awaitDetections();
    settle("cameras");
  }

  private int lastStep() {
    List<JsonNode> steps = account.read().degradations;
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).get("step").asInt();
  }
}
