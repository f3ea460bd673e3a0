package io.vedette.ingest.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalanceTest {
  @Test
  void shouldSpreadTwoCamerasOverTwoNodes() {
    Map<String, Set<Integer>> shares =
        new Balance(new int[] {1, 1, 0, 0}, Map.of("a", Set.of(), "b", Set.of())).shares();

    assertThat(shares.values()).allSatisfy(share -> assertThat(share).hasSize(2));
    assertThat(loads(shares, new int[] {1, 1, 0, 0})).containsExactly(1, 1);
  }

  @Test
  void shouldMoveNothingWhenNodesAreEven() {
    Map<String, Set<Integer>> owned = Map.of("a", Set.of(0, 3), "b", Set.of(1, 2));

    assertThat(new Balance(new int[] {2, 1, 1, 0}, owned).shares()).isEqualTo(owned);
  }

  @Test
  void shouldMoveOnlyWhatMustWhenANodeIsAdded() {
    int[] cameras = IntStream.generate(() -> 3).limit(8).toArray();
    Map<String, Set<Integer>> owned =
        Map.of("a", Set.of(0, 1, 2, 3), "b", Set.of(4, 5, 6, 7), "c", Set.of());

    Map<String, Set<Integer>> shares = new Balance(cameras, owned).shares();

    assertThat(shares.get("c")).hasSize(2);
    assertThat(owned.get("a")).containsAll(shares.get("a"));
    assertThat(owned.get("b")).containsAll(shares.get("b"));
  }

  @Test
  void shouldMoveCamerasOffANodeThatHasAllOfThem() {
    Map<String, Set<Integer>> shares =
        new Balance(
                new int[] {1, 1, 1, 1, 0, 0, 0, 0}, owned(Set.of(0, 1, 2, 3), Set.of(4, 5, 6, 7)))
            .shares();

    assertThat(loads(shares, new int[] {1, 1, 1, 1, 0, 0, 0, 0})).containsExactly(2, 2);
    assertThat(shares.get("a")).hasSize(4);
  }

  @Test
  void shouldGiveEachPartitionToOneNodeAsEvenlyAsTheHeaviestAllows() {
    RandomCases.check(
        500,
        random -> {
          int[] cameras = IntStream.range(0, 32).map(i -> random.nextInt(4)).toArray();
          Map<String, Set<Integer>> owned = randomShares(random, cameras.length);

          Map<String, Set<Integer>> shares = new Balance(cameras, owned).shares();

          assertThat(shares.values().stream().flatMap(Set::stream).sorted().toList())
              .isEqualTo(IntStream.range(0, cameras.length).boxed().toList());
          List<Integer> loads = loads(shares, cameras);
          int spread = loads.get(loads.size() - 1) - loads.get(0);
          assertThat(spread).isLessThanOrEqualTo(3);
        });
  }

  private static Map<String, Set<Integer>> randomShares(Random random, int partitions) {
    Map<String, Set<Integer>> owned = new HashMap<>();
    int nodes = 1 + random.nextInt(6);
    for (int node = 0; node < nodes; node++) {
      owned.put("n" + node, new HashSet<>());
    }
    for (int partition = 0; partition < partitions; partition++) {
      int node = random.nextInt(nodes + 1);
      if (node < nodes) {
        owned.get("n" + node).add(partition);
      }
    }
    return owned;
  }

  private static Map<String, Set<Integer>> owned(Set<Integer> a, Set<Integer> b) {
    return Map.of("a", a, "b", b);
  }

  private static List<Integer> loads(Map<String, Set<Integer>> shares, int[] cameras) {
    List<Integer> loads = new ArrayList<>();
    shares
        .values()
        .forEach(
            share -> loads.add(share.stream().mapToInt(partition -> cameras[partition]).sum()));
    return loads.stream().sorted().toList();
  }
}
