package io.vedette.plan;

import java.util.Comparator;
import java.util.List;

/**
 * The limit that stops a fleet from growing, however many machines it gets. Immutable.
 *
 * @param what name of the limit
 * @param cameras at which it is reached
 * @param then the remedy
 */
public record FleetWall(String what, double cameras, String then) {
  /** Partitions that one Kafka cluster is known to serve well per broker. */
  private static final double PARTITIONS_PER_BROKER = 4000;

  /** Topics that have the partitions of frames: frames, detections, and the trackers' state. */
  private static final int WIDE_TOPICS = 3;

  /** Brokers beyond which a cluster is commonly split. */
  private static final double MOST_BROKERS = 60;

  /** Series that one Prometheus server is known to hold. */
  private static final double MOST_SERIES = 10e6;

  /** Series of one camera: frames by outcome, state, latency's buckets. */
  private static final double SERIES_PER_CAMERA = 34;

  /** Members that one consumer group is shared out to within a rebalance of seconds. */
  private static final double MOST_MEMBERS = 500;

  /** The walls of a fleet that grows as it is, the nearest first. */
  public static List<FleetWall> of(FleetLoad load, int coresPerNode) {
    double perCamera = 1.0 / load.cameras();
    return List.of(
            new FleetWall(
                "partitions: %d a worker, three topics, %.0f a broker"
                    .formatted(2, PARTITIONS_PER_BROKER),
                PARTITIONS_PER_BROKER
                    * load.brokers()
                    / (WIDE_TOPICS * load.partitions())
                    / perCamera,
                "faster workers (GPUs) instead of more, or a second cluster by site"),
            new FleetWall(
                "brokers: %.0f in one cluster".formatted(MOST_BROKERS),
                MOST_BROKERS / load.brokers() / perCamera,
                "smaller pictures, or a cluster for each region with forward to the centre"),
            new FleetWall(
                "members: %.0f workers in one group".formatted(MOST_MEMBERS),
                MOST_MEMBERS / load.workers() / perCamera,
                "larger workers: GPUs, or batches on more cores"),
            new FleetWall(
                "members: %.0f nodes that read cameras in one group".formatted(MOST_MEMBERS),
                MOST_MEMBERS / (load.ingestCores() / coresPerNode) / perCamera,
                "more cores a node, or a cluster for each region"),
            new FleetWall(
                "series: %.0f of each camera, %.0f million in one Prometheus"
                    .formatted(SERIES_PER_CAMERA, MOST_SERIES / 1e6),
                MOST_SERIES / SERIES_PER_CAMERA,
                "a Prometheus for each region, or camera labels dropped at the scrape"))
        .stream()
        .sorted(Comparator.comparingDouble(FleetWall::cameras))
        .toList();
  }
}
