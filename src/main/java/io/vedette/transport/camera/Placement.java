package io.vedette.transport.camera;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Chooses partitions for new cameras so that nodes, and below them partitions, have equally many:
 * with few cameras, the chance of a hash would not. Confined to one thread.
 */
final class Placement {
  private final int[] cameras;
  private final Map<Integer, String> nodes;

  /**
   * @param cameras how many there are, by partition
   * @param nodes which node has a partition; those that are with none may be missing
   */
  Placement(int[] cameras, Map<Integer, String> nodes) {
    this.cameras = cameras.clone();
    this.nodes = Map.copyOf(nodes);
  }

  /** The partition for one more camera, which then counts. */
  int next() {
    Map<String, Integer> load = load();
    int best =
        IntStream.range(0, cameras.length)
            .boxed()
            .min(
                Comparator.comparing((Integer partition) -> load.getOrDefault(node(partition), 0))
                    .thenComparing(partition -> cameras[partition]))
            .orElseThrow();
    cameras[best]++;
    return best;
  }

  private Map<String, Integer> load() {
    Map<String, Integer> load = new HashMap<>();
    for (int partition = 0; partition < cameras.length; partition++) {
      load.merge(node(partition), cameras[partition], Integer::sum);
    }
    return load;
  }

  /** A partition without a node counts as a node of its own. */
  private String node(int partition) {
    return nodes.getOrDefault(partition, "partition-" + partition);
  }
}
