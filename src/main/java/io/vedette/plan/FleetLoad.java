package io.vedette.plan;

/**
 * The load of a fleet of cameras on each kind of machine. Immutable.
 *
 * @param cameras number of cameras
 * @param motion share of the time in which something moves before a camera, 0–1
 * @param framesPerSecond that are sent and inferred
 * @param ingestCores that read cameras
 * @param workers that infer
 * @param trackCores that follow objects
 * @param bytesPerSecond into Kafka, before replication
 * @param brokers number of Kafka's brokers
 * @param partitions number of partitions of frames, so that each worker has some
 */
public record FleetLoad(
    int cameras,
    double motion,
    double framesPerSecond,
    double ingestCores,
    double workers,
    double trackCores,
    double bytesPerSecond,
    double brokers,
    int partitions) {
  /** Frames of a still camera, so that it is known to be well: one in two seconds. */
  private static final double STILL_FPS = 0.5;

  private static final int PER_WORKER = 2;
  private static final int MINUTES_OF_HOUR = 60;

  /** The load of a demand of which a share moves. */
  public static FleetLoad of(Demand demand, double motion, FleetCosts costs) {
    double usable = 1 - demand.headroom();
    double sent = motion * demand.fps() + (1 - motion) * Math.min(STILL_FPS, demand.fps());
    double frames = demand.cameras() * sent;
    double cores =
        demand.cameras()
            * (demand.cameraFps() / costs.decodedPerCore()
                + demand.fps() / costs.gatedPerCore()
                + sent / costs.encodedPerCore());
    double bytes = frames * (costs.frameBytes() + costs.detectionBytes());
    double workers = Math.ceil(frames / (costs.workerFps() * usable));
    double brokers =
        Math.max(
            demand.replicas(),
            Math.ceil(bytes * demand.replicas() / (costs.brokerBytes() * usable)));
    return new FleetLoad(
        demand.cameras(),
        motion,
        frames,
        Math.ceil(cores / usable),
        workers,
        Math.ceil(frames / (costs.trackedPerCore() * usable)),
        bytes,
        brokers,
        (int) Math.max(1, PER_WORKER * workers));
  }

  /** The cost of all machines for a month, per camera. */
  public double euroPerCameraMonth(FleetCosts costs) {
    double cores = ingestCores + workers * costs.workerCores() + trackCores;
    return (cores * costs.euroPerCoreMonth() + brokers * costs.euroPerBrokerMonth()) / cameras;
  }

  /** Minutes in an hour in which something moves. */
  public double movingMinutes() {
    return motion * MINUTES_OF_HOUR;
  }
}
