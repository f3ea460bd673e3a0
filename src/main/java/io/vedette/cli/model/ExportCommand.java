package io.vedette.cli.model;

import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.geometry.Size;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.yolo.Anchors;
import io.vedette.text.Count;
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

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (NetworkFile.kind(out) != NetworkFile.Kind.ONNX) {
      throw SettingsOptions.misuse(spec, "out: expected a name.onnx, found " + out);
    }
    OutputFile.require(out);
    FoldedNetwork network = named(NetworkFile.folded(file));
    if (anchors != null) {
      network = network.with(anchors);
    }
    ExportSettings settings = options.settings(network.size(), spec);
    byte[] onnx = options.export(network, settings, spec);
    OutputFile.write(out, onnx);
    print(network, settings, onnx.length);
    return 0;
  }

  private void print(FoldedNetwork network, ExportSettings settings, int bytes) {
    Size size = settings.size();
    results.print(
        spec,
        "%s: %s, %s, %s, %s, %s"
            .formatted(
                out,
                network.architecture(),
                Count.classes(network.names().size()),
                options.describe(settings),
                size == null ? "any size" : SizeConverter.words(size),
                Count.bytes(bytes)),
        ResultOptions.object()
            .put("file", out.toString())
            .put("architecture", network.architecture().toString())
            .put("classes", network.names().size())
            .put("numbers", options.describe(settings))
            .put("size", size == null ? null : size.toString())
            .put("bytes", bytes));
  }

  private FoldedNetwork named(FoldedNetwork network) {
    @Nullable List<String> given = NetworkFile.names(names);
    if (given == null) {
      return network;
    }
    if (given.size() != network.names().size()) {
      throw SettingsOptions.misuse(
          spec, "names: expected " + network.names().size() + ", found " + given.size());
    }
    Map<String, String> about = network.about();
    return new FoldedNetwork(
        network.architecture(), given, network.size(), network.weights(), about);
  }
}
