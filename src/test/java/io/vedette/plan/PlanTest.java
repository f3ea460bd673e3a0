package io.vedette.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vedette.geometry.Size;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final Figures FIGURES = new Figures(60_000, 400, 350, 370, 8, 100e6, 800);

  @Test
  void shouldPlanAThousandCameras() {
    Plan plan = Plan.of(demand(1000, 0.3), FIGURES);

    assertThat(plan.framesPerSecond()).isEqualTo(5000);
    assertThat(plan.bytesPerSecond()).isCloseTo(300e6, within(1.0));
    assertThat(plan.workers()).as("5000 ÷ (400 × 0.7)").isEqualTo(18);
    assertThat(plan.nodes()).as("56.4 cores ÷ 5.6").isEqualTo(11);
    assertThat(plan.brokers()).as("900 MB/s ÷ 70").isEqualTo(13);
    assertThat(plan.partitions()).isEqualTo(64);
    assertThat(plan.cameraPartitions()).isEqualTo(128);
    assertThat(plan.frameBytes()).isCloseTo(300e6 * 3 * 600, within(1.0));
  }

  @Test
  void shouldPlanPartitionsOfCamerasForAllPartitionsOfFrames() {
    Figures slowWorkers = new Figures(60_000, 20, 350, 370, 64, 100e6, 800);

    Plan plan = Plan.of(demand(200, 0), slowWorkers);

    assertThat(plan.partitions()).as("2 × 50 workers").isEqualTo(128);
    assertThat(plan.cameraPartitions()).isEqualTo(128);
  }

  @Test
  void shouldNeverPlanLessThanWorks() {
    Plan plan = Plan.of(demand(1, 0), FIGURES);

    assertThat(plan.workers()).isEqualTo(1);
    assertThat(plan.nodes()).isEqualTo(1);
    assertThat(plan.brokers()).as("one for each copy").isEqualTo(3);
    assertThat(plan.partitions()).isEqualTo(8);
  }

  @Test
  void shouldPlanOneBrokerWhereOneIsEnoughAndThreeCopiesWhereNot() {
    assertThat(Plan.of(Plan.withCopies(demand(8, 0.3), FIGURES), FIGURES).brokers()).isEqualTo(1);

    Demand large = Plan.withCopies(demand(1000, 0.3), FIGURES);
    assertThat(large.replicas()).isEqualTo(3);
    assertThat(Plan.of(large, FIGURES).brokers()).isEqualTo(13);
  }

  @Test
  void shouldFollowTheShareInWhichSomethingMoves() {
    Size size = new Size(1280, 720);
    Demand moving = new Demand(1000, 5, 15, size, 3, Duration.ofMinutes(10), 0.3, 0.1);

    Plan plan = Plan.of(moving, FIGURES);

    assertThat(plan.framesPerSecond()).isEqualTo(500);
    assertThat(plan.workers()).as("500 ÷ (400 × 0.7)").isEqualTo(2);
    assertThat(plan.nodes()).as("decoding stays: 44.2 cores ÷ 5.6").isEqualTo(8);
  }

  @Test
  void shouldRefuseWhatIsNoDemand() {
    assertThatThrownBy(() -> demand(0, 0)).hasMessageContaining("cameras: expected");
    assertThatThrownBy(() -> demand(1, 1)).hasMessageContaining("headroom: expected");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -5, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseFiguresThatMakeNoPlan(double wrong) {
    assertThatThrownBy(() -> new Figures(60_000, wrong, 350, 370, 8, 100e6, 800))
        .hasMessageContaining("worker-fps: expected more than 0");
    assertThatThrownBy(() -> new Figures(60_000, 400, 350, 370, 8, wrong, 800))
        .hasMessageContaining("broker-throughput: expected more than 0");
    assertThatThrownBy(() -> new Figures(60_000, 400, 350, 370, 0, 100e6, 800))
        .hasMessageContaining("cores: expected more than 0");
  }

  private static Demand demand(int cameras, double headroom) {
    return new Demand(cameras, 5, 15, new Size(1280, 720), 3, Duration.ofMinutes(10), headroom, 1);
  }
}
