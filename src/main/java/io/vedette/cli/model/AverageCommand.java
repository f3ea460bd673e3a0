package io.vedette.cli.model;

import io.vedette.cli.option.ExitCode;
import io.vedette.onnx.OnnxAverage;
import io.vedette.runtime.Failure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
  @Parameters(
      paramLabel = "ONNX",
      arity = "2",
      description = "The two files, as export wrote them.")
  private List<Path> files = List.of();

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

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (!(share >= 0 && share <= 1)) {
      throw ModelCommand.misuse(
          spec, new IllegalArgumentException("--share: expected 0 to 1, found " + share));
    }
    OutputFile.write(out, average());
    PrintWriter printer = ModelCommand.out(spec);
    printer.printf(
        Locale.ROOT, "%s: %.2f of %s, the rest of %s%n", out, share, files.get(1), files.get(0));
    printer.flush();
    return ExitCode.DONE;
  }

  private byte[] average() {
    try {
      return OnnxAverage.of(NetworkFile.read(files.get(0)), NetworkFile.read(files.get(1)), share);
    } catch (IllegalArgumentException e) {
      throw Failure.stop("%s and %s: %s".formatted(files.get(0), files.get(1), e.getMessage()), e);
    }
  }
}
