package io.vedette.ingest.placement;

import io.vedette.transport.frame.FramePlaces;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The choice of partitions for new cameras such that nodes, and the partitions of their frames,
 * have equally many: with few cameras a hash would be uneven. Confined to one thread.
 */
final class Placement {
  private static final double GOLDEN = 0.618;

  private final int[] cameras;
  private final int[] ofFrames;
  private final int[] turns;
  private final Map<Integer, String> nodes;

  /**
   * @param cameras number of cameras in each partition
   * @param framePartitions number of partitions of the frames topic
   * @param nodes the node of each partition; partitions without a node may be missing
   */
  Placement(int[] cameras, int framePartitions, Map<Integer, String> nodes) {
    this.cameras = cameras.clone();
    this.ofFrames = new int[framePartitions];
    this.turns = turns(framePartitions);
    this.nodes = Map.copyOf(nodes);
    for (int partition = 0; partition < cameras.length; partition++) {
      ofFrames[FramePlaces.of(partition, framePartitions)] += cameras[partition];
    }
  }

  /**
   * The order in which partitions are filled. Workers have neighbouring partitions, or every second
   * or third one: steps of the golden section give each worker some, however few are in use.
   */
  private static int[] turns(int partitions) {
    int step = (int) Math.round(GOLDEN * partitions) | 1;
    while (BigInteger.valueOf(step).gcd(BigInteger.valueOf(partitions)).intValue() != 1) {
      step += 2;
    }
    int[] turns = new int[partitions];
    for (int turn = 0; turn < partitions; turn++) {
      turns[(int) ((long) turn * step % partitions)] = turn;
    }
    return turns;
  }

  /** The partition for one more camera, which is counted from then on. */
  int next() {
    Map<String, Integer> load = load();
    int best =
        IntStream.range(0, cameras.length)
            .boxed()
            .min(
                Comparator.comparing((Integer partition) -> load.getOrDefault(node(partition), 0))
                    .thenComparing(partition -> ofFrames[frames(partition)])
                    .thenComparing(partition -> turns[frames(partition)])
                    .thenComparing(partition -> cameras[partition]))
            .orElseThrow();
    cameras[best]++;
    ofFrames[frames(best)]++;
    return best;
  }

  private int frames(int partition) {
    return FramePlaces.of(partition, ofFrames.length);
  }

  private Map<String, Integer> load() {
    Map<String, Integer> load = new HashMap<>();
    for (int partition = 0; partition < cameras.length; partition++) {
      load.merge(node(partition), cameras[partition], Integer::sum);
    }
    return load;
  }

  /** The node of a partition; one without a node counts as a node of its own. */
  private String node(int partition) {
    return nodes.getOrDefault(partition, "partition-" + partition);
  }
}
