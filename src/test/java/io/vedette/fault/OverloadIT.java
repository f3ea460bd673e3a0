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

/** More frames come than can be inferred: the newest are, and each frame has its fate. */
@Tag("alone")
class OverloadIT extends FaultTest {
  private static final Contracts CONTRACTS = new Contracts();
  private static final String[] SLOW = {
    "inference.simulated-time=400ms", "inference.batch=2", "detect.max-age=3s"
  };

  /** Whether each camera's frames of late are none that waited for the first worker. */
  private boolean isCaughtUp(Instant start) {
    account.read();
    return street.cameras().stream().allMatch(camera -> account.inferredSince(camera, start) > 0);
  }

  @Test
  void shouldInferTheNewestOfEachCameraAndTellOfEachFrame() {
    fleet.ingest("cameras", Fleet.seeds(street, "fps=10"));
    fleet.detect("slow", SLOW).awaitLog("simulated", PATIENCE);
    openAccount();

    await("frames are passed over")
        .atMost(PATIENCE)
        .until(() -> account.read().dropped("overload") > 50);
    Instant start = Instant.now();
    await("what waited before the worker came is done, however old")
        .atMost(PATIENCE)
        .until(() -> isCaughtUp(start));
    account.latencies.clear();
    long stale = account.dropped("stale");
    long passedOver = account.dropped("overload");
    Instant now = Instant.now();
    letPass(Duration.ofSeconds(8));

    account.read();
    for (String camera : street.cameras()) {
      assertThat(account.inferredSince(camera, now)).as(camera).isGreaterThan(2);
      assertThat(account.isInOrder(camera)).as(camera + " in order").isTrue();
    }
    assertThat(account.dropped("overload") - passedOver)
        .as("frames passed over for newer ones, beside those dropped for their age")
        .isGreaterThan(account.dropped("stale") - stale);
    List<Double> sorted = account.latencies.stream().sorted().toList();
    double interval = 8000.0 * street.cameras().size() / sorted.size();
    assertThat(sorted.get(sorted.size() / 2))
        .as("age when inferred ÷ time between two inferences of a camera, median")
        .isLessThan(2 * interval);
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
