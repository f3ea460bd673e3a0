package io.vedette.transport.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  @Test
  void shouldSpreadFewCamerasOverPartitions() {
    Placement placement = new Placement(new int[4], Map.of());

    assertThat(next(placement, 8)).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
  }

  @Test
  void shouldFillWhatRemovalsLeftEmpty() {
    Placement placement = new Placement(new int[] {2, 0, 1, 2}, Map.of());

    assertThat(next(placement, 4)).containsExactly(1, 1, 2, 0);
  }

  @Test
  void shouldGiveEachNodeEquallyManyWhicheverPartitionsItHas() {
    Placement placement = new Placement(new int[4], Map.of(0, "a", 1, "a", 2, "b", 3, "b"));

    assertThat(next(placement, 4)).containsExactly(0, 2, 1, 3);
  }

  private static int[] next(Placement placement, int cameras) {
    return IntStream.range(0, cameras).map(i -> placement.next()).toArray();
  }
}
