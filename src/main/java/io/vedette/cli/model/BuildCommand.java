package io.vedette.cli.model;

import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.layer.Weights;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.Initialisation;
import io.vedette.model.yolo.Anchors;
import io.vedette.onnx.ClassNames;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code model build}: makes an untrained network for load tests. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Makes an untrained network of any shape, for load tests.")
final class BuildCommand implements Callable<Integer> {
  private static final int USUAL_SIZE = 640;

  @Mixin private ArchitectureOption named = new ArchitectureOption();

  @Option(
      names = "--classes",
      paramLabel = "NUMBER",
      defaultValue = "80",
      description = "Number of them (default: ${DEFAULT-VALUE}).")
  private int classes;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "NUMBER",
      description = "Seed of the random weights (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "File to write: an .onnx, or a checkpoint (.safetensors).")
  private Path out = Path.of("");

  @Mixin private ExportOptions options = new ExportOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (classes < 1) {
      throw SettingsOptions.misuse(spec, "classes: expected at least 1, found " + classes);
    }
    if (NetworkFile.kind(out) == NetworkFile.Kind.TORCHSCRIPT) {
      throw SettingsOptions.misuse(spec, "out: expected .onnx or .safetensors, found " + out);
    }
    OutputFile.require(out);
    Architecture architecture = named.chosen();
    ExportSettings settings = options.settings(Size.square(USUAL_SIZE), spec);
    int size = settings.size() == null ? USUAL_SIZE : longest(settings.size());
    Weights weights = Initialisation.of(architecture.trained(classes, Size.square(size)), seed);
    Initialisation.prime(architecture.detector(classes).head(), classes, size, weights);
    Anchors.COCO.scaled((double) size / USUAL_SIZE).putInto(weights);
    Checkpoint network =
        new Checkpoint(
            architecture, ClassNames.unnamed(classes), Size.square(size), weights, Map.of());
    if (NetworkFile.kind(out) == NetworkFile.Kind.ONNX) {
      OutputFile.write(out, options.export(network.folded(), settings, spec));
    } else {
      OutputFile.folder(out.toAbsolutePath().getParent());
      network.write(out);
    }
    results.print(
        spec,
        out + ": untrained " + architecture + ", seed " + seed,
        ResultOptions.object()
            .put("file", out.toString())
            .put("architecture", architecture.toString())
            .put("classes", classes)
            .put("seed", seed));
    return 0;
  }

  private static int longest(Size size) {
    return Math.max(size.width(), size.height());
  }
}
