package io.vedette.ingest.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * The distribution of partitions such that nodes read equally many cameras, with as few moves as
 * possible. Confined to one thread.
 */
final class Balance {
  private final Map<String, Set<Integer>> shares = new TreeMap<>();
  private final int[] cameras;

  /**
   * @param cameras number of cameras in each partition
   * @param owned the present partitions of each node; no partition twice
   */
  Balance(int[] cameras, Map<String, ? extends Collection<Integer>> owned) {
    this.cameras = cameras.clone();
    owned.forEach((node, partitions) -> shares.put(node, new TreeSet<>(partitions)));
  }

  /** The partitions of each node; every partition has a node. */
  Map<String, Set<Integer>> shares() {
    placeUnowned();
    while (evenOut(this::load, partition -> cameras[partition])) {}
    while (evenOut(this::empty, partition -> cameras[partition] == 0 ? 1 : 0)) {}
    return shares;
  }

  private void placeUnowned() {
    Set<Integer> placed = new HashSet<>();
    shares.values().forEach(placed::addAll);
    List<Integer> rest = new ArrayList<>();
    for (int partition = 0; partition < cameras.length; partition++) {
      if (!placed.contains(partition)) {
        rest.add(partition);
      }
    }
    rest.sort(Comparator.comparing((Integer partition) -> -cameras[partition]));
    for (int partition : rest) {
      shares.values().stream()
          .min(Comparator.comparingInt(this::load).thenComparingInt(Set::size))
          .ifPresent(share -> share.add(partition));
    }
  }

  /** Makes one move that brings two nodes closer together; false when there is none. */
  private boolean evenOut(ToIntFunction<Set<Integer>> load, ToIntFunction<Integer> weight) {
    List<Set<Integer>> byLoad = new ArrayList<>(shares.values());
    byLoad.sort(Comparator.comparingInt(load));
    for (int high = byLoad.size() - 1; high > 0; high--) {
      for (int low = 0; low < high; low++) {
        if (move(byLoad.get(high), byLoad.get(low), load, weight)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean move(
      Set<Integer> from,
      Set<Integer> to,
      ToIntFunction<Set<Integer>> load,
      ToIntFunction<Integer> weight) {
    int difference = load.applyAsInt(from) - load.applyAsInt(to);
    Optional<Integer> best =
        from.stream()
            .filter(partition -> weight.applyAsInt(partition) > 0)
            .filter(partition -> weight.applyAsInt(partition) < difference)
            .min(
                Comparator.comparingInt(
                    partition -> Math.abs(difference - 2 * weight.applyAsInt(partition))));
    best.ifPresent(
        partition -> {
          from.remove(partition);
          to.add(partition);
        });
    return best.isPresent();
  }

  private int load(Set<Integer> share) {
    return share.stream().mapToInt(partition -> cameras[partition]).sum();
  }

  private int empty(Set<Integer> share) {
    return (int) share.stream().filter(partition -> cameras[partition] == 0).count();
  }
}
