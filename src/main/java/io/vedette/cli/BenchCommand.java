package io.vedette.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.bench.Benchmark;
import io.vedette.bench.BoxSelection;
import io.vedette.bench.DetectEfficiency;
import io.vedette.bench.EndToEndLatency;
import io.vedette.bench.Figure;
import io.vedette.bench.GpuAcceptance;
import io.vedette.bench.IngestEfficiency;
import io.vedette.bench.Memory;
import io.vedette.bench.MetricsScrape;
import io.vedette.bench.MotionGateCost;
import io.vedette.bench.OtherLoad;
import io.vedette.bench.Preprocessing;
import io.vedette.bench.Scaling;
import io.vedette.bench.Suppression;
import io.vedette.bench.TracingCost;
import io.vedette.bench.Tracking;
import io.vedette.bench.Transactions;
import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.Termination;
import io.vedette.file.FileReason;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code bench}: measures the budgets on this machine. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures time and memory of each part on this machine, and compares them with the budgets.",
      "Unless inference.threads is set, one core is left to everything but inference."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int CLOSE_SECONDS = 20;

  private static final int MOST_SECONDS = 3600;

  private static final String ROW = "%-20s %12s  %-12s %-6s %s%n";

  @Option(
      names = "--only",
      paramLabel = "ROW",
      split = ",",
      description =
          "Only these: memory, nms, motion-gate, preprocessing, tracking, metrics, traces,"
              + " ingest-efficiency, detect-efficiency, transactions, scaling, latency; and gpu,"
              + " all that is promised of GPUs, only if named.")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Seconds that transactions and latency are measured for, and that gpu watches the memory"
              + " (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also writes the figures to a file, as JSON.")
  private @Nullable Path report;

  @Option(names = "--json", description = "Prints one JSON object instead, for scripts.")
  private boolean json;

  @Mixin private SettingsOptions options = new SettingsOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  private volatile boolean isStopping;

  @Override
  public Integer call() throws IOException {
    check();
    CountDownLatch ended = new CountDownLatch(1);
    Thread measuring = Thread.currentThread();
    Services services = new Services();
    services.keep(() -> stop(measuring, ended));
    Termination termination = new Termination(services);
    try {
      return measureAll(Files.createTempDirectory("vedette-bench"))
          ? ExitCode.DONE
          : ExitCode.FAILED;
    } finally {
      ended.countDown();
      termination.close();
    }
  }

  /** Checks the options at once, so that nothing fails after minutes. */
  private void check() {
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw SettingsOptions.misuse(spec, "--seconds: expected 1 to 3600, found " + seconds);
    }
    List<String> known =
        rows(Path.of(""), InferenceSettings.cpu()).stream().map(Map.Entry::getKey).toList();
    for (String name : only) {
      if (!known.contains(name)) {
        throw SettingsOptions.misuse(
            spec, "--only: expected any of %s, found %s".formatted(String.join(", ", known), name));
      }
    }
    if (report != null) {
      write(report, "");
    }
  }

  /** Ends the command on a signal: the present row is given up, and its files are deleted. */
  private void stop(Thread measuring, CountDownLatch ended) throws InterruptedException {
    isStopping = true;
    measuring.interrupt();
    boolean unused = ended.await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private boolean measureAll(Path folder) throws IOException {
    List<Figure> figures = new ArrayList<>();
    boolean isAll = true;
    if (!json) {
      SettingsOptions.out(spec)
          .printf("%s%n" + ROW, machine(), "row", "measured", "budget", "", "what");
    }
    try {
      for (Map.Entry<String, Supplier<Benchmark>> row : chosen(folder, inference())) {
        if (!isStopping) {
          isAll &= measure(row.getKey(), row.getValue(), figures);
          deleteWithin(folder);
        }
      }
      if (!figures.isEmpty() && report != null) {
        write(report, json(figures) + "\n");
      }
      if (json && !figures.isEmpty()) {
        SettingsOptions.out(spec).println(json(figures));
        SettingsOptions.out(spec).flush();
      }
      return isAll;
    } finally {
      deleteWithin(folder);
      Files.deleteIfExists(folder);
    }
  }

  private InferenceSettings inference() {
    InferenceSettings given = options.load().bind(VedetteSettings.class).inference();
    int spared = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return given.threads() > 0 ? given : given.withThreads(spared);
  }

  private List<Map.Entry<String, Supplier<Benchmark>>> chosen(
      Path folder, InferenceSettings inference) {
    return rows(folder, inference).stream()
        .filter(row -> only.isEmpty() ? !row.getKey().equals("gpu") : only.contains(row.getKey()))
        .toList();
  }

  /** The benchmarks, which are made when their turn comes, since some draw pictures first. */
  private List<Map.Entry<String, Supplier<Benchmark>>> rows(
      Path folder, InferenceSettings inference) {
    return List.of(
        Map.entry("memory", Memory::new), // first: later, what others have left would count
        Map.entry("nms", Suppression::new),
        Map.entry("motion-gate", MotionGateCost::new),
        Map.entry("preprocessing", Preprocessing::new),
        Map.entry("tracking", Tracking::new),
        Map.entry("metrics", MetricsScrape::new),
        Map.entry("traces", TracingCost::new),
        Map.entry("ingest-efficiency", () -> new IngestEfficiency(folder)),
        Map.entry(
            "detect-efficiency",
            () -> new DetectEfficiency(folder, OnnxModel.load(inference), inference)),
        Map.entry("box-selection", () -> new BoxSelection(OnnxModel.load(inference), inference)),
        Map.entry("gpu", () -> new GpuAcceptance(folder, inference, Duration.ofSeconds(seconds))),
        Map.entry("transactions", () -> new Transactions(folder, Duration.ofSeconds(seconds))),
        Map.entry("scaling", () -> new Scaling(folder)),
        Map.entry(
            "latency",
            () ->
                new EndToEndLatency(
                    folder, OnnxModel.load(inference), inference, Duration.ofSeconds(seconds))));
  }

  /** Measures one row; a failure is reported, and the others are still measured. */
  private boolean measure(String name, Supplier<Benchmark> row, List<Figure> figures) {
    PrintWriter err = SettingsOptions.err(spec);
    err.println("measuring " + name + " …");
    err.flush();
    try {
      OtherLoad before = OtherLoad.now();
      List<Figure> measured = row.get().run();
      print(measured, before.or(OtherLoad.now()));
      figures.addAll(measured);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      if (!(e instanceof Failure) && !isStopping) {
        throw e;
      }
      err.println(
          "vedette: "
              + name
              + " was not measured: "
              + Printable.line(String.valueOf(e.getMessage())));
      return false;
    }
  }

  /** Prints the figures so far at once, for those who end the command early. */
  private void print(List<Figure> measured, OtherLoad load) {
    PrintWriter out = SettingsOptions.out(spec);
    if (json) {
      SettingsOptions.err(spec).println(load.words());
      return;
    }
    for (Figure figure : measured) {
      out.printf(
          ROW,
          figure.name(),
          figure.measured(),
          figure.promise(),
          word(figure.verdict()),
          figure.what());
      String spread = figure.spread();
      String half = spread.isEmpty() ? "one measurement" : "middle half " + spread;
      out.printf("%-20s   %s; %s; %s%n", "", half, figure.how(), load.words());
    }
    out.flush();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Failure.stop("--report " + file + " cannot be written: " + FileReason.of(e), e);
    }
  }

  private static String word(Figure.Verdict verdict) {
    return switch (verdict) {
      case KEPT -> "kept";
      case OVER -> "OVER";
      case UNSURE -> "unsure";
    };
  }

  private static String json(List<Figure> figures) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("machine", machine());
    ArrayNode rows = root.putArray("figures");
    for (Figure figure : figures) {
      rows.addObject()
          .put("name", figure.name())
          .put("what", figure.what())
          .put("value", figure.value())
          .put("unit", figure.unit())
          .put("budget", figure.budget())
          .put("budget_is", figure.isCeiling() ? "most" : "least")
          .put("verdict", word(figure.verdict()))
          .put("quartiles", figure.spread())
          .put("how", figure.how());
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  private static String machine() {
    return "%s, %s, Java %s, %s"
        .formatted(
            Count.of(Runtime.getRuntime().availableProcessors(), "core"),
            processor(),
            Runtime.version(),
            System.getProperty("os.name"));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static void deleteWithin(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.skip(1).sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
