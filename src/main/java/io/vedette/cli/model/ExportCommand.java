package io.vedette.cli.model;

import io.vedette.cli.option.Count;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.yolo.Anchors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code model export}: writes a network as ONNX. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a network as ONNX, its branches folded, boxes decoded inside.",
      "Takes a checkpoint of vedette model train, a TorchScript file of a network with the"
          + " reference's parameter names that was trained elsewhere, or an ONNX file."
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "Checkpoint (.safetensors), TorchScript or ONNX.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "ONNX",
      required = true,
      description = "File to write.")
  private Path out = Path.of("");

  @Mixin private ExportOptions options = new ExportOptions();

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = "Text file with the class names, one per line (default: those in the file).")
  private @Nullable Path names;

  @Option(
      names = "--anchors",
      paramLabel = "18 NUMBERS",
      converter = NetworkFile.AnchorsConverter.class,
      description = "Anchors: widths and heights in pixels (default: those in the file).")
  private @Nullable Anchors anchors;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (NetworkFile.kind(out) != NetworkFile.Kind.ONNX) {
      throw ModelCommand.misuse(
          spec, new IllegalArgumentException("--out: expected a name.onnx, found " + out));
    }
    FoldedNetwork network = named(NetworkFile.folded(file));
    if (anchors != null) {
      network = network.with(anchors);
    }
    ExportSettings settings = options.settings(network.size(), spec);
    byte[] onnx = options.export(network, settings, spec);
    OutputFile.write(out, onnx);
    ModelCommand.out(spec)
        .printf(
            "%s: %s, %s, %s, %s, %.1f MB%n",
            out,
            network.architecture(),
            Count.classes(network.names().size()),
            options.describe(settings),
            settings.size() == null ? "any size" : Count.pixels(settings.size()),
            onnx.length / 1e6);
    return 0;
  }

  private FoldedNetwork named(FoldedNetwork network) {
    @Nullable List<String> given = NetworkFile.names(names);
    if (given == null) {
      return network;
    }
    if (given.size() != network.names().size()) {
      throw ModelCommand.misuse(
          spec,
          new IllegalArgumentException(
              "names: expected " + network.names().size() + ", found " + given.size()));
    }
    Map<String, String> about = network.about();
    return new FoldedNetwork(
        network.architecture(), given, network.size(), network.weights(), about);
  }
}
