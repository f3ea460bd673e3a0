package io.vedette.cli.plan;

import io.vedette.plan.Demand;
import io.vedette.plan.Figures;
import io.vedette.plan.Plan;
import io.vedette.text.Count;
import io.vedette.text.DurationWords;
import java.io.PrintWriter;
import java.util.Locale;

/** The text of a plan for people: its results, and the figures that they rest on. */
final class PlanText {
  private static final double KILO = 1e3;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private final PrintWriter out;
  private final Demand demand;
  private final Figures figures;

  PlanText(PrintWriter out, Demand demand, Figures figures) {
    this.out = out;
    this.demand = demand;
    this.figures = figures;
  }

  /**
   * Prints the plan.
   *
   * @param isMeasured whether the rate of a worker was measured on this machine
   */
  void print(boolean isMeasured) {
    results(Plan.of(demand, figures));
    out.println();
    out.println("This rests on:");
    assumptions(isMeasured);
  }

  private void results(Plan plan) {
    row("frames per second", "%.0f", plan.framesPerSecond());
    row("frames into Kafka", "%.1f MB/s", plan.bytesPerSecond() / MEGA);
    row("nodes that read cameras", "%.0f", plan.nodes());
    row("workers that infer", "%.0f", plan.workers());
    row("brokers", "%.0f", plan.brokers());
    row("transport.partitions", "%.0f", plan.partitions());
    row("transport.camera-partitions", "%.0f", plan.cameraPartitions());
    row("frames kept, all brokers", "%.1f GB", plan.frameBytes() / GIGA);
    row(
        "detections kept, all brokers",
        "%.1f GB",
        plan.detectionBytesPerDay(demand, figures) / GIGA);
  }

  private void assumptions(boolean isMeasured) {
    note(
        "%.0f frames/s per worker, %s",
        figures.workerFps(),
        isMeasured ? "just measured on this machine with the model of the settings" : "as given");
    note(
        "%.0f KB per frame; yours depend on the scene and cameras.*.quality",
        figures.frameBytes() / KILO);
    note(
        "%.0f pictures/s decoded and %.0f encoded per core",
        figures.decodedPerCore(), figures.encodedPerCore());
    note("%.0f MB/s written per broker, replicas counted", figures.brokerBytes() / MEGA);
    note("%.0f %% of each machine left free", 100 * demand.headroom());
    note("%s per node that reads cameras", Count.of(figures.coresPerNode(), "core", "cores"));
    note(
        "frames kept for %s, detections for a day, %s of each%s",
        DurationWords.of(demand.retention()),
        Count.of(demand.replicas(), "copy", "copies"),
        demand.replicas() == 1 ? "; --replicas 3 for brokers of which one may fail" : "");
    if (demand.motion() < 1) {
      note(
          "something moves in %.0f %% of the frames, as given; only those are published and inferred",
          100 * demand.motion());
    }
  }

  private void row(String name, String form, double value) {
    out.printf(Locale.ROOT, "%-30s %14s%n", name, String.format(Locale.ROOT, form, value));
  }

  private void note(String form, Object... values) {
    out.println("  - " + String.format(Locale.ROOT, form, values));
  }
}
