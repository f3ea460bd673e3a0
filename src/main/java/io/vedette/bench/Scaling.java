package io.vedette.bench;

import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.transport.client.TransportSettings.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The benchmark of scaling: throughput with more workers, and with many cameras. The accelerator is
 * a simulated one, so slow that this machine's processor is not what limits; what is shown is what
 * Kafka, the sharing of partitions and the commits cost, not what a model does.
 */
public final class Scaling implements Benchmark {
  private static final int MOST_WORKERS = 8;
  private static final int SOME_WORKERS = 4;
  private static final int FEW_CAMERAS = 12;
  private static final int MANY_CAMERAS = 1000;
  // 20 frames a second and worker.
  private static final Duration RUN = Duration.ofMillis(400);
  private static final int FRAMES_PER_WORKER = 200;

  private final Path folder;

  /**
   * @param folder for brokers; emptied by the caller
   */
  public Scaling(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "scaling";
  }

  @Override
  public List<Figure> run() {
    InferenceSettings inference = InferenceSettings.simulated(RUN);
    RoleRate role = new RoleRate(OnnxModel.load(inference), inference, new Size(320, 180));
    return List.of(workers(role, inference), cameras(role, inference));
  }

  private Figure workers(RoleRate role, InferenceSettings inference) {
    StringBuilder rates = new StringBuilder();
    double one = 0;
    double last = 0;
    for (int workers = 1; workers <= MOST_WORKERS; workers *= 2) {
      last = rate(role, workers, 2 * FEW_CAMERAS);
      one = workers == 1 ? last : one;
      rates.append(String.format(Locale.ROOT, " %d: %.1f", workers, last));
    }
    return new Figure(
        "scaling-workers",
        "frames/s of %d workers ÷ %d × that of 1".formatted(MOST_WORKERS, MOST_WORKERS),
        last / (MOST_WORKERS * one),
        "",
        0.9,
        false,
        "proves that Kafka and the role scale, not a device; %d cameras; %s; frames/s by workers%s"
            .formatted(2 * FEW_CAMERAS, accelerator(inference), rates));
  }

  private Figure cameras(RoleRate role, InferenceSettings inference) {
    double few = rate(role, SOME_WORKERS, FEW_CAMERAS);
    double many = rate(role, SOME_WORKERS, MANY_CAMERAS);
    return new Figure(
        "scaling-cameras",
        "frames/s with %d cameras ÷ with %d".formatted(MANY_CAMERAS, FEW_CAMERAS),
        many / few,
        "",
        0.9,
        false,
        String.format(
            Locale.ROOT,
            "proves that cameras cost the role nothing, not a device; %d workers; %s; frames/s %.1f and %.1f",
            SOME_WORKERS,
            accelerator(inference),
            many,
            few));
  }

  private double rate(RoleRate role, int workers, int cameras) {
    RoleRate.Load load =
        new RoleRate.Load(
            workers, cameras, workers * FRAMES_PER_WORKER, workers * FRAMES_PER_WORKER);
    return role.measure(
        folder.resolve("scaling-" + workers + "-" + cameras), Delivery.EXACTLY_ONCE, load);
  }

  private static String accelerator(InferenceSettings inference) {
    return "simulated accelerator of %d ms per batch of %d"
        .formatted(RUN.toMillis(), inference.batch());
  }
}
