package io.vedette.cli.model;

import io.vedette.cli.option.ExitCode;
import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.onnx.OnnxAverage;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command {@code model average}: averages the weights of a network before and after further
 * training.
 */
@Command(
    name = "average",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Averages the weights of two fp32 files of one network.",
      "Of a network and of what it became when it was trained on with other pictures, the mean"
          + " often keeps what the first could and has most of what the second has learnt."
    })
final class AverageCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ONNX", description = "File, as export wrote it.")
  private Path first = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OTHER",
      description = "File of the same network, further trained.")
  private Path second = Path.of("");

  @Option(
      names = "--share",
      defaultValue = "0.5",
      paramLabel = "0-1",
      description = "Share of the second file (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "ONNX",
      required = true,
      description = "File to write.")
  private Path out = Path.of("");

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    ModelCommand.requireShare(spec, "share", share);
    OutputFile.require(out);
    OutputFile.write(out, average());
    results.print(
        spec,
        String.format(Locale.ROOT, "%s: %.2f of %s, the rest of %s", out, share, second, first),
        ResultOptions.object()
            .put("file", out.toString())
            .put("first", first.toString())
            .put("second", second.toString())
            .put("share", share));
    return ExitCode.DONE;
  }

  private byte[] average() {
    try {
      return OnnxAverage.of(NetworkFile.read(first), NetworkFile.read(second), share);
    } catch (IllegalArgumentException e) {
      throw Failure.stop("%s and %s: %s".formatted(first, second, e.getMessage()), e);
    }
  }
}
