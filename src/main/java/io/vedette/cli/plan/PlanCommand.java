package io.vedette.cli.plan;

import io.vedette.cli.option.DataSizeConverter;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.geometry.Size;
import io.vedette.node.VedetteSettings;
import io.vedette.plan.Demand;
import io.vedette.plan.Figures;
import io.vedette.plan.FleetCosts;
import io.vedette.plan.FleetSimulation;
import io.vedette.plan.MachineOffer;
import io.vedette.plan.MachineProbe;
import io.vedette.plan.Plan;
import io.vedette.runtime.Failure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code plan}: calculates the resources for a number of cameras. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Calculates partitions, traffic, brokers, workers and disk for a number of cameras.",
    footer = "Example: vedette plan --cameras 200 --fps 5 --worker-fps 60")
public final class PlanCommand implements Callable<Integer> {
  private static final Duration PROBE = Duration.ofSeconds(3);

  /**
   * The size of pictures for which the figures below were measured, on one core of the machine that
   * docs/performance.md describes.
   */
  private static final Size MEASURED = new Size(1280, 720);

  private static final double DECODED_PER_CORE = 350;
  private static final double ENCODED_PER_CORE = 370;
  private static final double BYTES_PER_PIXEL = 0.075;
  private static final double DETECTION_BYTES = 800;

  // docs/performance.md: a frame's tracking; the search for motion is a scaled copy and a
  // difference.
  private static final double TRACKED_PER_CORE = 5000;
  private static final double GATED_PER_CORE = 2000;
  private static final double WORKER_CORES = 2;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      required = true,
      description = "Number of cameras.")
  private int cameras;

  @Option(
      names = "--fps",
      paramLabel = "N",
      defaultValue = "5",
      description = "Frames per second that are taken of each camera (default: ${DEFAULT-VALUE}).")
  private double fps;

  @Option(
      names = "--camera-fps",
      paramLabel = "N",
      defaultValue = "15",
      description = "Frames that each camera sends per second (default: ${DEFAULT-VALUE}).")
  private double cameraFps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1280x720",
      converter = SizeConverter.class,
      description = "Size of the pictures (default: ${DEFAULT-VALUE}).")
  private Size size = MEASURED;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description =
          "Copies of each record (default: 1 where one broker is enough, else 3); with 3 no broker is missed.")
  private @Nullable Integer replicas;

  @Option(
      names = "--motion",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of the frames in which something moves, where a motion gate keeps the others back (default: ${DEFAULT-VALUE}).")
  private double motion;

  @Option(
      names = "--headroom",
      paramLabel = "SHARE",
      defaultValue = "0.3",
      description = "Part of each machine left free for peaks (default: ${DEFAULT-VALUE}).")
  private double headroom;

  @Option(
      names = "--worker-fps",
      paramLabel = "N",
      description = "Frames that one worker infers per second (default: measured on this machine).")
  private @Nullable Double workerFps;

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "8",
      description = "Cores of a node that reads cameras (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--broker-throughput",
      paramLabel = "SIZE",
      defaultValue = "100MB",
      converter = DataSizeConverter.class,
      description = "Bytes that one broker writes per second (default: ${DEFAULT-VALUE}).")
  private DataSize brokerThroughput = new DataSize(0);

  @Option(
      names = "--values",
      description = "Prints values of the Helm chart (deploy/helm/vedette) instead.")
  private boolean values;

  @Option(
      names = "--simulate",
      description =
          "Simulates the fleet at shares of motion from 5 to 80 %%, and a zone that fails.")
  private boolean simulate;

  @Option(
      names = "--core-price",
      paramLabel = "EURO",
      defaultValue = "25",
      description =
          "With --simulate: price of a core with 4 GiB for a month (default: ${DEFAULT-VALUE}).")
  private double corePrice;

  @Option(
      names = "--broker-price",
      paramLabel = "EURO",
      defaultValue = "400",
      description = "With --simulate: price of a broker for a month (default: ${DEFAULT-VALUE}).")
  private double brokerPrice;

  @Option(
      names = "--machines",
      paramLabel = "FILE",
      description =
          "With --simulate: file of named machines and their prices, such as"
              + " config/machines.yaml; the fleet is calculated for each.")
  private @Nullable Path machines;

  @Option(names = "--json", description = "Prints one JSON object instead, for scripts.")
  private boolean json;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    refuseContradictions();
    VedetteSettings settings = options.load().bind(VedetteSettings.class);
    Demand one = checked(() -> demand(settings));
    Double given = workerFps;
    double each = given == null ? MachineProbe.workerFps(settings.inference(), PROBE) : given;
    Figures figures = checked(() -> figures(each));
    Demand demand = replicas == null ? Plan.withCopies(one, figures) : one;
    PrintWriter out = SettingsOptions.out(spec);
    if (simulate) {
      FleetSimulation fleet =
          new FleetSimulation(demand, checked(() -> costs(figures)), cores, offers());
      out.print(json ? SimulationJson.of(fleet) + "\n" : fleet.text());
    } else if (values) {
      out.print(PlanValues.of(Plan.of(demand, figures), demand, figures, cores).yaml());
    } else if (json) {
      out.println(PlanValues.of(Plan.of(demand, figures), demand, figures, cores).json());
    } else {
      new PlanText(out, demand, figures).print(given == null);
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** Refuses options that would have no effect: whoever gives them expects one. */
  private void refuseContradictions() {
    if (values && (simulate || json)) {
      throw SettingsOptions.misuse(
          spec, "--values: expected alone, found beside --simulate or --json");
    }
    if (machines != null && !simulate) {
      throw SettingsOptions.misuse(spec, "--machines needs --simulate");
    }
  }

  /** The machines of the file, by name. */
  private Map<String, MachineOffer> offers() {
    Path file = machines;
    if (file == null) {
      return Map.of();
    }
    Map<String, MachineOffer> offers =
        new Settings(Map.of()).file(file).bind(MachineOffer.Offers.class).offers();
    if (offers.isEmpty()) {
      throw Failure.stop(file + ": expected offers, as in config/machines.yaml; found none");
    }
    return offers;
  }

  private Demand demand(VedetteSettings settings) {
    return new Demand(
        cameras,
        fps,
        Math.max(fps, cameraFps),
        size,
        replicas == null ? 1 : replicas,
        settings.transport().frameRetention(),
        headroom,
        motion);
  }

  private <T> T checked(Supplier<T> numbers) {
    try {
      return numbers.get();
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
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

  private FleetCosts costs(Figures figures) {
    return new FleetCosts(
        figures.decodedPerCore(),
        figures.encodedPerCore(),
        GATED_PER_CORE,
        figures.workerFps(),
        WORKER_CORES,
        TRACKED_PER_CORE,
        figures.frameBytes(),
        figures.detectionBytes(),
        figures.brokerBytes(),
        corePrice,
        brokerPrice);
  }
}
