package io.vedette.plan;

import java.time.Duration;

/**
 * The resources that a demand needs. Immutable.
 *
 * @param framesPerSecond frames per second of all cameras
 * @param bytesPerSecond bytes of frames into Kafka per second, before replication
 * @param workers that infer
 * @param nodes that read cameras
 * @param brokers number of Kafka's brokers
 * @param partitions number of partitions of the topics of frames and detections
 * @param cameraPartitions number of partitions of the cameras topic
 * @param frameBytes kept on all brokers together
 */
public record Plan(
    double framesPerSecond,
    double bytesPerSecond,
    int workers,
    int nodes,
    int brokers,
    int partitions,
    int cameraPartitions,
    double frameBytes) {
  private static final int LEAST_PARTITIONS = 8;
  private static final int LEAST_CAMERA_PARTITIONS = 32;
  private static final int USUAL_COPIES = 3;
  private static final int PER_WORKER = 2;
  private static final int PER_NODE = 8;
  private static final Duration DAY = Duration.ofDays(1);

  /** The plan for a demand. */
  public static Plan of(Demand demand, Figures figures) {
    double usable = 1 - demand.headroom();
    double frames = demand.framesPerSecond();
    double bytes = frames * figures.frameBytes();
    double cores =
        demand.cameras()
            * (demand.cameraFps() / figures.decodedPerCore()
                + demand.fps() * demand.motion() / figures.encodedPerCore());
    int workers = atLeastOne(frames / (figures.workerFps() * usable));
    int nodes = atLeastOne(cores / (figures.coresPerNode() * usable));
    double written = bytes * demand.replicas();
    int partitions = powerOfTwo(Math.max(LEAST_PARTITIONS, PER_WORKER * workers));
    return new Plan(
        frames,
        bytes,
        workers,
        nodes,
        Math.max(demand.replicas(), atLeastOne(written / (figures.brokerBytes() * usable))),
        partitions,
        // With fewer, some partitions of the frames would stay empty.
        Math.max(partitions, powerOfTwo(Math.max(LEAST_CAMERA_PARTITIONS, PER_NODE * nodes))),
        written * demand.retention().toSeconds());
  }

  /** A demand with as many copies as are usual: one where one broker is enough, else three. */
  public static Demand withCopies(Demand demand, Figures figures) {
    Demand one = demand.withReplicas(1);
    return of(one, figures).brokers() == 1 ? one : demand.withReplicas(USUAL_COPIES);
  }

  /** The bytes of a day's detections on all brokers together. */
  public double detectionBytesPerDay(Demand demand, Figures figures) {
    return framesPerSecond * figures.detectionBytes() * DAY.toSeconds() * demand.replicas();
  }

  private static int atLeastOne(double number) {
    return Math.max(1, (int) Math.ceil(number - 1e-9));
  }

  /** Partitions grow without reshuffling cameras when doubled. */
  private static int powerOfTwo(int least) {
    int power = Integer.highestOneBit(least);
    return power == least ? power : 2 * power;
  }
}
