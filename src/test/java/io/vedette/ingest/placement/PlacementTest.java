package io.vedette.ingest.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  @Test
  void shouldSpreadFewCamerasOverPartitions() {
    Placement placement = new Placement(new int[4], 1, Map.of());

    assertThat(next(placement, 8)).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
  }

  @Test
  void shouldFillWhatRemovalsLeftEmpty() {
    Placement placement = new Placement(new int[] {2, 0, 1, 2}, 1, Map.of());

    assertThat(next(placement, 4)).containsExactly(1, 1, 2, 0);
  }

  @Test
  void shouldGiveEachNodeEquallyManyWhicheverPartitionsItHas() {
    Placement placement = new Placement(new int[4], 1, Map.of(0, "a", 1, "a", 2, "b", 3, "b"));

    assertThat(next(placement, 4)).containsExactly(0, 2, 1, 3);
  }

  /** 32 partitions of cameras, shared in ranges as nodes have them, and as many workers. */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 8",
    "2, 2, 8",
    "2, 4, 4",
    "3, 4, 8",
    "4, 4, 8",
    "4, 6, 8",
    "4, 8, 8",
    "2, 16, 64"
  })
  void shouldGiveEachCameraAPartitionOfTheFramesOfItsOwn(int nodes, int cameras, int frames) {
    Placement placement = new Placement(new int[32], frames, ranges(32, nodes));

    int[] places = next(placement, cameras);

    assertThat(IntStream.of(places).map(place -> place % frames).distinct().count())
        .isEqualTo(cameras);
  }

  /** However workers share the partitions out: in ranges, or in turns. */
  @ParameterizedTest
  @CsvSource({"2, 2, 8", "4, 2, 8", "4, 4, 8", "8, 2, 8", "2, 2, 4", "4, 4, 4"})
  void shouldGiveEachWorkerAsManyCameras(int cameras, int workers, int frames) {
    Placement placement = new Placement(new int[32], frames, Map.of());

    int[] places = IntStream.of(next(placement, cameras)).map(place -> place % frames).toArray();

    assertThat(IntStream.of(places).map(place -> place * workers / frames).boxed())
        .as("in ranges: %s", places)
        .allMatch(
            worker -> count(places, p -> p * workers / frames == worker) * workers == cameras);
    assertThat(IntStream.of(places).map(place -> place % workers).boxed())
        .as("in turns: %s", places)
        .allMatch(worker -> count(places, p -> p % workers == worker) * workers == cameras);
  }

  private static long count(int[] places, IntPredicate isMeant) {
    return IntStream.of(places).filter(isMeant).count();
  }

  private static Map<Integer, String> ranges(int partitions, int nodes) {
    return IntStream.range(0, partitions)
        .boxed()
        .collect(Collectors.toMap(p -> p, p -> "node" + p * nodes / partitions));
  }

  private static int[] next(Placement placement, int cameras) {
    return IntStream.range(0, cameras).map(i -> placement.next()).toArray();
  }
}
