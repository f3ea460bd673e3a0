package io.vedette.cli.model;

import io.vedette.cli.option.OutputFile;
import io.vedette.model.Architecture;
import io.vedette.model.comparison.ComparisonPage;
import io.vedette.model.comparison.Contestant;
import io.vedette.model.comparison.NetworkComparison;
import io.vedette.model.data.AnchorFinder;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The command {@code model compare}: trains a network and a baseline in the same way and compares
 * them.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a network and a baseline in the same way and compares them.",
      "Both have the same data, seed and settings; the baseline is trained for as many pictures,"
          + " and once more for as much compute. Then one page says how they came out. Goes on"
          + " where it was interrupted when called again."
    })
final class CompareCommand implements Callable<Integer> {
  @Mixin private ShownDataOptions data = new ShownDataOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      required = true,
      description = "Folder for comparison.md, comparison.png and a folder per training.")
  private Path out = Path.of("");

  @Option(
      names = "--architecture",
      defaultValue = "repvit_m0_6-yolov5n",
      converter = NetworkFile.ArchitectureConverter.class,
      paramLabel = "NAME",
      description = "Network to compare (default: ${DEFAULT-VALUE}).")
  private @Nullable Architecture architecture;

  @Option(
      names = "--baseline",
      defaultValue = "yolov5n",
      converter = NetworkFile.ArchitectureConverter.class,
      paramLabel = "NAME",
      description = "Network to compare it with (default: ${DEFAULT-VALUE}).")
  private @Nullable Architecture baseline;

  @Mixin private TrainOptions options = new TrainOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PyTorch.require("training");
    options.check(spec);
    OutputFile.requireFolder(out);
    try (DataSet set = DataSetReader.read(data.required(spec), options.longest())) {
      if (set.val().isEmpty()) {
        throw Failure.stop("the data has no validation pictures to compare by");
      }
      int pictures = set.train().size();
      TrainSettings settings = options.settings(pictures);
      Anchors anchors = AnchorFinder.find(set.train(), options.size(), options.seed());
      NetworkComparison contest =
          new NetworkComparison(
              set,
              anchors,
              contestant -> options.settings(pictures, contestant.pictures()),
              out,
              options.between(pictures));
      List<Contestant> contestants = contestants(set, settings);
      int code = train(contest, contestants);
      if (code == 0) {
        print(contest, contestants, set, settings);
      }
      return code;
    }
  }

  /** Trains the contestants; returns the exit code. */
  private int train(NetworkComparison contest, List<Contestant> contestants) {
    PrintWriter printer = ModelCommand.out(spec);
    try (Interruption interruption = new Interruption(printer)) {
      for (Contestant contestant : contestants) {
        OutputFile.folder(out.resolve(contestant.wireName()));
        printer.printf("%s: %s%n", contestant.title(), Count.pictures(contestant.pictures()));
        if (!contest.train(
            contestant, new TrainDisplay(ModelCommand.terminal(spec), interruption))) {
          printer.println("stopped; the same command continues");
          return interruption.code();
        }
      }
      return 0;
    }
  }

  private void print(
      NetworkComparison contest,
      List<Contestant> contestants,
      DataSet set,
      TrainSettings settings) {
    Path page = out.resolve("comparison.md");
    new ComparisonPage(contest.standings(contestants), setting(set, settings)).write(page);
    ModelCommand.out(spec).println("the comparison is " + page);
  }

  private List<Contestant> contestants(DataSet set, TrainSettings settings) {
    if (architecture == null || baseline == null) {
      throw new IllegalStateException("picocli fills them in");
    }
    long pictures = settings.budget().pictures();
    int classes = set.names().size();
    double more =
        (double) architecture.trained(classes, options.size()).multiplications()
            / baseline.trained(classes, options.size()).multiplications();
    return List.of(
        new Contestant(baseline + ", as many pictures", baseline, pictures),
        new Contestant(baseline + ", as much compute", baseline, Math.round(pictures * more)),
        new Contestant(architecture.toString(), architecture, pictures));
  }

  private static String sides(TrainSettings.Sizes sizes) {
    return sizes.first().equals(sizes.last())
        ? sizes.last() + " px"
        : "pictures that grow from " + sizes.first() + " to " + sizes.last() + " px";
  }

  private static String setting(DataSet set, TrainSettings settings) {
    TrainSettings.Optimisation how = settings.optimisation();
    return """
    Trained from nothing on the same %,d pictures (%d classes, data digest %s) with the same seed,
    anchors and settings: batches of %d, %s, %s with a rate of %s. Measured on the same %,d
    validation pictures at %s px as COCO does; of each training the best of its measurements. Times
    are medians of one picture at a time on this machine's ONNX Runtime, the networks in turn.
    """
        .formatted(
            set.train().size(),
            set.names().size(),
            set.digest().substring(0, 12),
            settings.budget().batch(),
            sides(settings.sizes()),
            how.method().name().toLowerCase(java.util.Locale.ROOT),
            how.peak(),
            set.val().size(),
            settings.sizes().last());
  }
}
