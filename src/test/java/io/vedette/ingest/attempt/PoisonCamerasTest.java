package io.vedette.ingest.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.ingest.attempt.SimulatedFleet.Camera;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras that end the processes that read them, on two nodes that are started again each time. */
class PoisonCamerasTest {
  private static final int SEEDS = 8;
  private static final int HEALTHY = 6;
  private static final int MINUTE = 60 * SimulatedFleet.STEPS_PER_SECOND;
  // The session's 10 s and 5 s.
  private static final int BACK = 15 * SimulatedFleet.STEPS_PER_SECOND;

  private SimulatedFleet fleet = new SimulatedFleet(0);
  private int longestGap;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 10, 30})
  void shouldLoseTwoNodesToACameraThatIsAdded(int seconds) {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed, Duration.ofMinutes(3));
      Camera poison = fleet.add("poison", seconds * SimulatedFleet.STEPS_PER_SECOND);

      run(5 * MINUTE);

      assertThat(poison.kills).as("seed %d", seed).isEqualTo(2);
      assertThat(poison.trialKills).as("seed %d", seed).isBetween(1, 2);
      assertThat(longestGap).as("seed %d", seed).isLessThan(BACK);
      assertNoHealthyHeldBack(seed);
    }
  }

  /** Not one after the other, as where nothing tells the cameras apart. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldReadCamerasThatAreSomeSecondsOlderAgainAtOnce(int seconds) {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed, Duration.ofSeconds(10));
      Camera poison = fleet.add("poison", seconds * SimulatedFleet.STEPS_PER_SECOND);

      run(3 * MINUTE);

      assertThat(poison.kills).as("seed %d", seed).isEqualTo(2);
      assertThat(longestGap).as("seed %d", seed).isLessThan(BACK);
      assertNoHealthyHeldBack(seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7})
  void shouldFindTheCameraWhenAllAreNew(int seconds) {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed, Duration.ZERO);
      Camera poison = fleet.add("poison", seconds * SimulatedFleet.STEPS_PER_SECOND);

      run(4 * MINUTE);

      assertThat(poison.kills).as("seed %d", seed).isEqualTo(2);
      assertNoHealthyHeldBack(seed);
    }
  }

  @Test
  void shouldFindTwoCamerasThatAreAddedAtOnce() {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed, Duration.ofMinutes(3));
      List<Camera> poison = List.of(fleet.add("poison-0", 0), fleet.add("poison-1", 0));

      run(4 * MINUTE);

      assertThat(poison).as("seed %d", seed).allMatch(camera -> camera.kills <= 2);
      assertNoHealthyHeldBack(seed);
    }
  }

  @Test
  void shouldFindAProvenCameraWhoseStreamTurned() {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed, Duration.ofMinutes(3));
      Camera poison = fleet.cameras.get("healthy-" + seed % HEALTHY);
      poison.crashAfter = 0;

      run(4 * MINUTE);

      assertThat(poison.kills).as("seed %d", seed).isEqualTo(2);
      assertNoHealthyHeldBack(seed);
    }
  }

  /** Where the second node is killed after its cameras show pictures again. */
  @ParameterizedTest
  @ValueSource(ints = {16, 25, 40, 60})
  void shouldHoldBackNoCameraWhenNodesAreKilledTwiceWithinAMinute(int seconds) {
    for (long seed = 0; seed < SEEDS; seed++) {
      begin(seed, Duration.ofMinutes(3));
      fleet.kill(fleet.alive().get(0));
      run(seconds * SimulatedFleet.STEPS_PER_SECOND);
      fleet.kill(fleet.alive().get(0));

      run(2 * MINUTE);

      assertThat(fleet.cameras.values()).as("seed %d", seed).allMatch(fleet::isLive);
      assertNoHealthyHeldBack(seed);
    }
  }

  @Test
  void shouldTryACameraOnceItsSettingsChanged() {
    begin(1, Duration.ofMinutes(3));
    Camera poison = fleet.add("poison", 0);
    run(MINUTE);
    assertThat(fleet.isHeldBack(poison)).isTrue();

    poison.crashAfter = SimulatedFleet.NEVER;
    fleet.change(poison);
    run(3 * SimulatedFleet.STEPS_PER_SECOND);

    assertThat(fleet.isLive(poison)).isTrue();
  }

  @Test
  void shouldClearACameraThatShowsPicturesWhenItIsTried() {
    begin(1, Duration.ofMinutes(3));
    Camera poison = fleet.add("poison", 0);
    run(MINUTE);
    poison.crashAfter = SimulatedFleet.NEVER;

    run(5 * MINUTE);
    fleet.kill(fleet.alive().get(0));
    run(MINUTE);

    assertThat(fleet.isLive(poison)).isTrue();
    assertThat(poison.trialKills).isZero();
  }

  /** More than 10 000 steps each: half an hour of all that may happen, then an hour of calm. */
  @RepeatedTest(4)
  void shouldReadAllHealthyCamerasInTheEndWhateverHappened(RepetitionInfo repetition) {
    long seed = System.nanoTime() + repetition.getCurrentRepetition();
    System.out.println("PoisonCamerasTest: seed " + seed);
    Random random = new Random(seed);
    begin(seed, Duration.ofSeconds(random.nextInt(200)));
    for (int i = 0; i < 3; i++) {
      fleet.add("poison-" + i, random.nextInt(300));
    }

    for (int step = 0; step < 30 * MINUTE; step++) {
      disturb(random);
      run(1);
      fleet
          .cameras
          .values()
          .forEach(camera -> assertThat(fleet.openers(camera)).as(camera.id).isLessThan(2));
    }
    fleet.cameras.values().forEach(camera -> camera.isReachable = true);
    run(60 * MINUTE);

    for (Camera camera : fleet.cameras.values()) {
      String name = camera.id + " of seed " + seed;
      if (camera.isPoison()) {
        assertThat(camera.kills).as(name).isLessThan(20);
        assertThat(camera.trialKills).as(name).isBetween(1, 12);
      } else {
        assertThat(fleet.isHeldBack(camera)).as(name).isFalse();
      }
    }
    awaitAllHealthyLive(seed);
  }

  private void disturb(Random random) {
    int dice = random.nextInt(3 * MINUTE);
    List<Camera> cameras = List.copyOf(fleet.cameras.values());
    Camera camera = cameras.get(random.nextInt(cameras.size()));
    if (dice == 0) {
      fleet.kill(fleet.alive().get(random.nextInt(fleet.alive().size())));
    } else if (dice == 1) {
      fleet.start();
    } else if (dice == 2) {
      camera.isReachable = !camera.isReachable;
    } else if (dice == 3 && !camera.isPoison()) {
      fleet.change(camera);
    }
  }

  private void begin(long seed, Duration before) {
    fleet = new SimulatedFleet(seed);
    for (int i = 0; i < HEALTHY; i++) {
      fleet.addHealthy("healthy-" + i);
    }
    run((int) (before.toSeconds() * SimulatedFleet.STEPS_PER_SECOND));
    longestGap = 0;
  }

  private void run(int steps) {
    int gap = 0;
    for (int i = 0; i < steps; i++) {
      while (fleet.alive().size() < 2) {
        fleet.start();
      }
      fleet.step();
      gap = isAllHealthyLive() ? 0 : gap + 1;
      longestGap = Math.max(longestGap, gap);
    }
  }

  /** A trial may just have ended a node. */
  private void awaitAllHealthyLive(long seed) {
    for (int i = 0; i < MINUTE && !isAllHealthyLive(); i++) {
      run(1);
    }
    assertThat(isAllHealthyLive()).as("seed %d", seed).isTrue();
  }

  private boolean isAllHealthyLive() {
    return fleet.cameras.values().stream()
        .filter(camera -> !camera.isPoison())
        .allMatch(fleet::isLive);
  }

  private void assertNoHealthyHeldBack(long seed) {
    assertThat(fleet.cameras.values())
        .as("seed %d", seed)
        .filteredOn(camera -> !camera.isPoison())
        .allMatch(camera -> camera.heldBack == 0);
  }
}
