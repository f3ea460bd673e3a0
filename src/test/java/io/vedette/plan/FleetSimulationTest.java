package io.vedette.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.geometry.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetSimulationTest {
  private static final FleetCosts COSTS =
      new FleetCosts(350, 370, 2000, 60, 2, 5000, 69_000, 800, 100e6, 25, 400);

  @Test
  void shouldNeedMoreOfEverythingTheMoreMoves() {
    FleetLoad before = FleetLoad.of(demand(10_000), 0.05, COSTS);
    for (double motion : new double[] {0.1, 0.2, 0.4, 0.8}) {
      FleetLoad load = FleetLoad.of(demand(10_000), motion, COSTS);
      assertThat(load.framesPerSecond()).isGreaterThan(before.framesPerSecond());
      assertThat(load.workers()).isGreaterThan(before.workers());
      assertThat(load.ingestCores()).isGreaterThan(before.ingestCores());
      assertThat(load.brokers()).isGreaterThanOrEqualTo(before.brokers());
      assertThat(load.euroPerCameraMonth(COSTS)).isGreaterThan(before.euroPerCameraMonth(COSTS));
      before = load;
    }
    // 80 % at 5 and 20 % at 0.5 frames a second.
    assertThat(before.framesPerSecond()).isCloseTo(41_000, within(1.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.2, 0.8})
  void shouldMeetTheSameWallHoweverManyCamerasItIsAskedFor(double motion) {
    FleetWall small = FleetWall.of(FleetLoad.of(demand(20_000), motion, COSTS), 8).get(0);
    FleetWall large = FleetWall.of(FleetLoad.of(demand(40_000), motion, COSTS), 8).get(0);

    assertThat(small.what()).isEqualTo(large.what());
    assertThat(small.cameras() / large.cameras()).isCloseTo(1, within(0.05));
    List<FleetWall> walls = FleetWall.of(FleetLoad.of(demand(20_000), motion, COSTS), 8);
    assertThat(walls).isSortedAccordingTo((a, b) -> Double.compare(a.cameras(), b.cameras()));
  }

  @Test
  void shouldLoseOnlyTheTakeOverWhereAThirdIsFree() {
    ZoneFailure.Outcome enough = ZoneFailure.of(3, 0).play(0.5);
    ZoneFailure.Outcome tight = ZoneFailure.of(3, 0).play(0.2);

    assertThat(enough.blindSeconds()).isEqualTo(15);
    // A third of the cameras for 15 of 1 800 seconds.
    assertThat(enough.lost()).isCloseTo(15.0 / 3 / 1800, within(1e-9));
    assertThat(enough.degradedSeconds()).isLessThan(tight.degradedSeconds());
    assertThat(tight.degradedSeconds()).isGreaterThan(600);
    assertThat(ZoneFailure.of(3, 120).play(0.2).degradedSeconds())
        .isLessThan(tight.degradedSeconds());
  }

  @Test
  void shouldTellItInATable() {
    String text = new FleetSimulation(demand(10_000), COSTS, 8, Map.of()).text();

    assertThat(text)
        .contains("10000 cameras", "     5%", "    80%", "next wall", "One of 3 zones fails")
        .doesNotContain("NaN", "Infinity");
  }

  private static Demand demand(int cameras) {
    return new Demand(cameras, 5, 15, new Size(1280, 720), 3, Duration.ofMinutes(10), 0.3, 1);
  }
}
