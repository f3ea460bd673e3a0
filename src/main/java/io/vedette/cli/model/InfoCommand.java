package io.vedette.cli.model;

import io.vedette.cli.option.Count;
import io.vedette.model.layer.Inventory;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.weights.OnnxWeights;
import io.vedette.onnx.OnnxHeader;
import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Says what a model file is. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Says what a checkpoint, a TorchScript or an ONNX file is.")
final class InfoCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = ModelCommand.out(spec);
    if (NetworkFile.kind(file) == NetworkFile.Kind.ONNX) {
      tell(out, OnnxWeights.in(file));
    } else {
      Checkpoint checkpoint = NetworkFile.checkpoint(file);
      Inventory trained =
          checkpoint.architecture().trained(checkpoint.names().size(), checkpoint.size());
      row(out, "parameters, trained form", "%,d".formatted(trained.parameters()));
      tell(out, checkpoint.folded());
    }
    row(out, "sha-256", digest());
    out.flush();
    return 0;
  }

  private static void tell(PrintWriter out, OnnxWeights onnx) {
    OnnxHeader header = onnx.header();
    header.inputs().forEach(input -> row(out, "takes", input));
    header.outputs().forEach(output -> row(out, "gives", output));
    row(out, "opset", Long.toString(header.operators()));
    row(out, "producer", header.producer());
    @Nullable String numbers = header.metadata().get("vedette.numbers");
    if (numbers != null) {
      row(out, "numbers", numbers);
    }
    Optional<FoldedNetwork> network = onnx.network();
    network.ifPresentOrElse(
        known -> tell(out, known),
        () -> {
          row(out, "architecture", "none that is known here");
          header.metadata().forEach((key, value) -> row(out, key, value));
        });
  }

  private static void tell(PrintWriter out, FoldedNetwork network) {
    Inventory folded = network.architecture().folded(network.names().size(), network.size());
    row(out, "architecture", network.architecture().toString());
    row(out, "size", Count.pixels(network.size()));
    row(out, "classes", network.names().size() + ": " + String.join(", ", network.names()));
    row(out, "parameters, run form", "%,d".formatted(folded.parameters()));
    row(out, "convolutions", Integer.toString(folded.convs().size()));
    row(out, "GMACs", "%.2f".formatted(folded.multiplications() / 1e9));
    if (network.weights().has(io.vedette.model.yolo.Anchors.NAME)) {
      row(out, "anchors", network.anchors().toString());
    }
    for (Map.Entry<String, String> entry : new TreeMap<>(network.about()).entrySet()) {
      row(out, entry.getKey(), entry.getValue());
    }
  }

  private static void row(PrintWriter out, String key, String value) {
    out.printf("%-26s %s%n", key, value);
  }

  private String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be read: " + FileReason.of(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
