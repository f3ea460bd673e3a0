package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A camera whose pictures crash native code, beside six healthy ones on two nodes. */
@Tag("alone")
class CrashingCameraIT extends FaultTest {
  private static final String POISON = "cam6";
  private static final int HEALTHY = 6;
  // The session's 10 s and 5 s, on a machine that does other work, too.
  private static final Duration BACK = Duration.ofSeconds(30);

  private final List<Program> started = new ArrayList<>();

  @Override
  int cameras() {
    return HEALTHY + 1;
  }

  @BeforeEach
  void crash() {
    fleet.crashBy(CrashLibrary.build(folder));
  }

  @Test
  void shouldHoldBackACameraThatWasAddedAndEndsTwoNodes() {
    String[] healthy = seedsOf(healthy());
    start(healthy);
    start();
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitHealthy(Instant.now());

    Instant added = Instant.now();
    street.simulator.userData(POISON, CrashLibrary.markAfter(3));
    assertThat(fleet.run("add", "cameras", "add", POISON, url(POISON))).isZero();
    awaitHeldBack();

    assertThat(crashes()).isEqualTo(2);
    awaitHealthy(Instant.now());
    for (String camera : healthy()) {
      assertThat(account.longestGap(camera, added)).as(camera).isLessThan(BACK);
    }
    assertOnlyPoisonHeldBack();
    fleet.run("list", "cameras", "list");
    assertThat(folder.resolve("list.log")).content().containsPattern(POISON + " +quarantined");
    shouldReadItAgainOnceItsSettingsAreChanged();
  }

  @Test
  void shouldFindTheCameraAmongOthersThatAreAsNew() {
    street.simulator.userData(POISON, CrashLibrary.MARK);
    List<String> all = new ArrayList<>(healthy());
    all.add(POISON);
    start(seedsOf(all));
    start();
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitHeldBack();

    awaitHealthy(Instant.now());

    assertThat(crashes()).isLessThanOrEqualTo(2);
    assertOnlyPoisonHeldBack();
  }

  /** The operator has mended the camera. */
  private void shouldReadItAgainOnceItsSettingsAreChanged() {
    street.simulator.userData(POISON, null);
    Instant mended = Instant.now();
    fleet.run("change", "cameras", "change", POISON, "fps=4");
    await("the mended camera is read")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(() -> account.read().inferredSince(POISON, mended) > 5);
    assertThat(crashes()).isEqualTo(2);
  }

  private List<String> healthy() {
    return street.cameras().subList(0, HEALTHY);
  }

  private String url(String camera) {
    return "rtsp://127.0.0.1:" + street.simulator.port() + "/" + camera;
  }

  private String[] seedsOf(List<String> cameras) {
    return cameras.stream()
        .map(camera -> "cameras." + camera + ".url=" + url(camera))
        .toArray(String[]::new);
  }

  private void start(String... settings) {
    started.add(fleet.ingest("node-" + started.size(), settings));
  }

  private long crashes() {
    return started.stream().filter(Program::hasCrashed).count();
  }

  /** Starts nodes in place of those that ended, as an orchestrator does. */
  private void replaceDead() {
    long alive = started.stream().filter(Program::isAlive).count();
    Stream.generate(() -> 0).limit(Math.max(0, 2 - alive)).forEach(unused -> start());
  }

  private void awaitHealthy(Instant since) {
    await("pictures of every healthy camera")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(
            () -> {
              replaceDead();
              account.read();
              return healthy().stream()
                  .allMatch(camera -> account.inferredSince(camera, since) > 5);
            });
  }

  private void awaitHeldBack() {
    await("the camera is held back")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(
            () -> {
              replaceDead();
              return heldBack().anyMatch(POISON::equals);
            });
  }

  private void assertOnlyPoisonHeldBack() {
    assertThat(heldBack()).isNotEmpty().containsOnly(POISON);
    assertThat(account.states)
        .filteredOn(CrashingCameraIT::isHeldBack)
        .extracting(state -> state.path("message").asText())
        .allMatch(message -> message.contains("2 nodes ended"));
  }

  private Stream<String> heldBack() {
    return account.read().states.stream()
        .filter(CrashingCameraIT::isHeldBack)
        .map(state -> state.path("camera").asText());
  }

  private static boolean isHeldBack(JsonNode state) {
    return state.path("state").asText().equals("quarantined");
  }
}
