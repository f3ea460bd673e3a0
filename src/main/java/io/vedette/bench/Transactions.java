package io.vedette.bench;

import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.transport.client.TransportSettings.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The benchmark of exactly-once against at-least-once, in throughput and latency. The accelerator
 * is a simulated one of a few milliseconds per batch, so that transactions come as often as they
 * ever will. The two take turns, so that a machine whose speed drifts treats them alike.
 */
public final class Transactions implements Benchmark {
  private static final int ROUNDS = 5;
  private static final int MEASURED = 4000;
  private static final RoleRate.Load LOAD = new RoleRate.Load(1, 4, 500, MEASURED);
  private static final Duration RUN = Duration.ofMillis(10);

  private final Path folder;
  private final Duration duration;

  /**
   * @param folder for brokers; emptied by the caller
   * @param duration the time of each measurement of latency, after its warm-up
   */
  public Transactions(Path folder, Duration duration) {
    this.folder = folder;
    this.duration = duration;
  }

  @Override
  public String name() {
    return "transactions";
  }

  @Override
  public List<Figure> run() {
    InferenceSettings inference = InferenceSettings.simulated(RUN);
    OnnxModel model = OnnxModel.load(inference);
    return List.of(throughput(model, inference), latency(model, inference));
  }

  private Figure throughput(OnnxModel model, InferenceSettings inference) {
    RoleRate role = new RoleRate(model, inference, StreetPictures.SIZE);
    List<Double> ratios = new ArrayList<>();
    List<String> rates = new ArrayList<>();
    rate(role, "warm-up", Delivery.EXACTLY_ONCE);
    // Not counted: what only transactions run would be compiled while it is measured.
    var unused = rate(role, "first", Delivery.EXACTLY_ONCE);
    for (int round = 0; round < ROUNDS; round++) {
      double before = rate(role, "before-" + round, Delivery.AT_LEAST_ONCE);
      double exact = rate(role, "exact-" + round, Delivery.EXACTLY_ONCE);
      double least = (before + rate(role, "after-" + round, Delivery.AT_LEAST_ONCE)) / 2;
      ratios.add(exact / least);
      rates.add(String.format(Locale.ROOT, "%.0f/%.0f", exact, least));
    }
    ratios.sort(null);
    return new Figure(
            "transactions-rate",
            "frames/s exactly once ÷ at least once",
            ratios.get(ROUNDS / 2),
            "",
            0.95,
            false,
            "median of %d rounds of %d frames 1280×720, batch %d, %d ms per run simulated; frames/s %s"
                .formatted(
                    ROUNDS, MEASURED, inference.batch(), RUN.toMillis(), String.join(", ", rates)))
        .within(ratios);
  }

  private double rate(RoleRate role, String place, Delivery delivery) {
    return role.measure(folder.resolve(place), delivery, LOAD);
  }

  private Figure latency(OnnxModel model, InferenceSettings inference) {
    EndToEndLatency way = new EndToEndLatency(folder, model, inference, duration);
    Samples exact = way.samples(folder.resolve("exact"), Delivery.EXACTLY_ONCE);
    Samples least = way.samples(folder.resolve("least"), Delivery.AT_LEAST_ONCE);
    return new Figure(
        "transactions-p99",
        "capture → detection read, less inference, p99: exactly once − at least once",
        exact.millis(0.99) - least.millis(0.99),
        "ms",
        15,
        true,
        String.format(
            Locale.ROOT,
            "%.1f − %.1f ms of %d and %d detections, %d ms per run simulated; p50 %.1f and %.1f ms",
            exact.millis(0.99),
            least.millis(0.99),
            exact.size(),
            least.size(),
            RUN.toMillis(),
            exact.millis(0.5),
            least.millis(0.5)));
  }
}
