package io.vedette.cli;

import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.config.DataSize;
import io.vedette.geometry.Size;
import io.vedette.node.VedetteSettings;
import io.vedette.plan.Demand;
import io.vedette.plan.Figures;
import io.vedette.plan.MachineProbe;
import io.vedette.plan.Plan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Says how much of everything a number of cameras takes. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Partitions, traffic, brokers, workers and disk for a number of cameras.")
final class PlanCommand implements Callable<Integer> {
  private static final Duration PROBE = Duration.ofSeconds(3);

  /** Of 1280×720, on one core of the machine that docs/performance.md describes. */
  private static final Size MEASURED = new Size(1280, 720);

  private static final double DECODED_PER_CORE = 350;
  private static final double ENCODED_PER_CORE = 370;
  private static final double BYTES_PER_PIXEL = 0.075;
  private static final double DETECTION_BYTES = 800;
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  @Option(names = "--cameras", paramLabel = "N", required = true, description = "How many.")
  private int cameras;

  @Option(
      names = "--fps",
      defaultValue = "5",
      description = "Frames taken of each per second (default: ${DEFAULT-VALUE}).")
  private double fps;

  @Option(
      names = "--camera-fps",
      defaultValue = "15",
      description = "Frames each sends per second (default: ${DEFAULT-VALUE}).")
  private double cameraFps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1280x720",
      converter = SizeConverter.class,
      description = "Size of their pictures (default: ${DEFAULT-VALUE}).")
  private Size size = MEASURED;

  @Option(
      names = "--replicas",
      defaultValue = "3",
      description = "Copies of each record (default: ${DEFAULT-VALUE}).")
  private int replicas;

  @Option(
      names = "--headroom",
      defaultValue = "0.3",
      description = "Part of each machine left free for peaks (default: ${DEFAULT-VALUE}).")
  private double headroom;

  @Option(
      names = "--worker-fps",
      paramLabel = "N",
      description = "Frames one worker infers per second; measured here when not given.")
  private @Nullable Double workerFps;

  @Option(
      names = "--cores",
      defaultValue = "8",
      description = "Cores of a node that reads cameras (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--broker-throughput",
      paramLabel = "SIZE",
      defaultValue = "100MB",
      converter = SimulateCommand.DataSizeConverter.class,
      description = "What one broker writes per second (default: ${DEFAULT-VALUE}).")
  private DataSize brokerThroughput = new DataSize(0);

  @Mixin private SettingsOptions options = new SettingsOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    Demand demand = checked(() -> demand(settings));
    Double given = workerFps;
    double each = given == null ? MachineProbe.workerFps(settings.inference(), PROBE) : given;
    Figures figures = checked(() -> figures(each));
    PrintWriter out = SettingsOptions.out(spec);
    print(out, demand, figures);
    assumptions(out, demand, figures, given == null);
    out.flush();
    return ExitCode.DONE;
  }

  private Demand demand(VedetteSettings settings) {
    return new Demand(
        cameras,
        fps,
        Math.max(fps, cameraFps),
        size,
        replicas,
        settings.transport().frameRetention(),
        headroom);
  }

  private <T> T checked(Supplier<T> numbers) {
    try {
      return numbers.get();
    } catch (IllegalArgumentException e) {
      String message = "--" + e.getMessage();
      throw spec == null ? e : new ParameterException(spec.commandLine(), message, e);
    }
  }

  private Figures figures(double eachWorker) {
    return new Figures(
        size.area() * BYTES_PER_PIXEL,
        eachWorker,
        MachineProbe.scaled(DECODED_PER_CORE, MEASURED, size),
        MachineProbe.scaled(ENCODED_PER_CORE, MEASURED, size),
        cores,
        brokerThroughput.bytes(),
        DETECTION_BYTES);
  }

  private static void print(PrintWriter out, Demand demand, Figures figures) {
    Plan plan = Plan.of(demand, figures);
    row(out, "frames per second", "%.0f", plan.framesPerSecond());
    row(out, "frames into Kafka", "%.1f MB/s", plan.bytesPerSecond() / MEGA);
    row(out, "nodes that read cameras", "%.0f", plan.nodes());
    row(out, "workers that infer", "%.0f", plan.workers());
    row(out, "brokers", "%.0f", plan.brokers());
    row(out, "transport.partitions", "%.0f", plan.partitions());
    row(out, "transport.camera-partitions", "%.0f", plan.cameraPartitions());
    row(out, "frames kept, all brokers", "%.1f GB", plan.frameBytes() / GIGA);
    row(
        out,
        "detections kept, all brokers",
        "%.1f GB",
        plan.detectionBytesPerDay(demand, figures) / GIGA);
  }

  private static void assumptions(
      PrintWriter out, Demand demand, Figures figures, boolean isMeasured) {
    out.println();
    out.println("This rests on:");
    note(
        out,
        "%.0f frames/s per worker, %s",
        figures.workerFps(),
        isMeasured ? "just measured on this machine with the model of the settings" : "as given");
    note(
        out,
        "%.0f KB per frame; yours depend on the scene and cameras.*.quality",
        figures.frameBytes() / 1e3);
    note(
        out,
        "%.0f pictures/s decoded and %.0f encoded per core",
        figures.decodedPerCore(),
        figures.encodedPerCore());
    note(out, "%.0f MB/s written per broker, replicas counted", figures.brokerBytes() / MEGA);
    note(out, "%.0f %% of each machine left free", 100 * demand.headroom());
    note(out, "%d cores per node that reads cameras", figures.coresPerNode());
    note(
        out,
        "frames kept for %s, detections for a day, %d copies",
        demand.retention(),
        demand.replicas());
  }

  private static void row(PrintWriter out, String name, String form, double value) {
    out.printf(Locale.ROOT, "%-30s %14s%n", name, String.format(Locale.ROOT, form, value));
  }

  private static void note(PrintWriter out, String form, Object... values) {
    out.println("  - " + String.format(Locale.ROOT, form, values));
  }
}
