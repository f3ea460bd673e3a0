package io.vedette.cli.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.cli.option.FamilyOptions;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.file.FileReason;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.spec.ModelDescription;
import io.vedette.inference.spec.NamesSetting;
import io.vedette.model.layer.Inventory;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.weights.OnnxWeights;
import io.vedette.onnx.OnnxHeader;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The command {@code model info}: describes a model file. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Describes a checkpoint, a TorchScript or an ONNX file.",
      "An ONNX file that no worker can run is described too, and then refused (exit code 1)."
    })
final class InfoCommand implements Callable<Integer> {
  private static final Set<String> LISTS = Set.of("takes", "gives", "note");

  private final List<Map.Entry<String, String>> rows = new ArrayList<>();

  /** The reason why no worker can run an ONNX file; the command ends with it, after all rows. */
  private @Nullable Failure unusable;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Mixin private FamilyOptions options = new FamilyOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (NetworkFile.kind(file) == NetworkFile.Kind.ONNX) {
      print(OnnxWeights.in(file));
      printDetector();
    } else {
      Checkpoint checkpoint = NetworkFile.checkpoint(file);
      Inventory trained =
          checkpoint.architecture().trained(checkpoint.names().size(), checkpoint.size());
      row("parameters, trained form", "%,d".formatted(trained.parameters()));
      print(checkpoint.folded());
    }
    row("sha-256", digest());
    print();
    if (unusable != null) {
      throw unusable;
    }
    return 0;
  }

  private void print(OnnxWeights onnx) {
    OnnxHeader header = onnx.header();
    header.inputs().forEach(input -> row("takes", input));
    header.outputs().forEach(output -> row("gives", output));
    row("opset", Long.toString(header.operators()));
    row("producer", header.producer());
    @Nullable String numbers = header.metadata().get("vedette.numbers");
    if (numbers != null) {
      row("numbers", numbers);
    }
    Optional<FoldedNetwork> network = onnx.network();
    network.ifPresentOrElse(
        known -> print(known),
        () -> {
          row("architecture", "none that is trained here");
          header.metadata().forEach((key, value) -> row(key, value));
        });
  }

  /** Adds the family by which a worker runs the file, or that there is none. */
  private void printDetector() {
    InferenceSettings settings = settings();
    NamesSetting.of(settings.names()); // its file is the user's, no trait of the model
    try {
      print(detector(settings));
    } catch (Failure e) {
      row("family", "none");
      unusable = e;
    }
  }

  private InferenceSettings settings() {
    try {
      return options.applied(InferenceSettings.cpu());
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  private OnnxModel detector(InferenceSettings settings) {
    return OnnxModel.of(String.valueOf(file.getFileName()), NetworkFile.read(file), settings);
  }

  private void print(OnnxModel model) {
    ModelDescription known = model.description();
    row("family", known.family());
    row("recognised by", known.recognised());
    row("pictures", known.pictures());
    row("colours", known.colours());
    row("scaling", known.scaling());
    row("fit", known.fit());
    row("read from", known.results());
    row("suppression", known.suppression());
    known.remarks().forEach(remark -> row("note", remark));
    row("names", model.labelling());
  }

  private void print(FoldedNetwork network) {
    Inventory folded = network.architecture().folded(network.names().size(), network.size());
    row("architecture", network.architecture().toString());
    row("size", SizeConverter.words(network.size()));
    row("classes", network.names().size() + ": " + String.join(", ", network.names()));
    row("parameters, run form", "%,d".formatted(folded.parameters()));
    row("convolutions", Integer.toString(folded.convs().size()));
    row("GMACs", "%.2f".formatted(folded.multiplications() / 1e9));
    if (network.weights().has(io.vedette.model.yolo.Anchors.NAME)) {
      row("anchors", network.anchors().toString());
    }
    for (Map.Entry<String, String> entry : new TreeMap<>(network.about()).entrySet()) {
      row(entry.getKey(), entry.getValue());
    }
  }

  private void row(String key, String value) {
    rows.add(Map.entry(key, value));
  }

  private void print() {
    results.print(
        spec,
        rows.stream().map(row -> "%-26s %s".formatted(row.getKey(), row.getValue())).toList(),
        json());
  }

  /** The JSON of the rows; a key that may come several times is a list. */
  private ObjectNode json() {
    ObjectNode result = ResultOptions.object();
    for (Map.Entry<String, String> row : rows) {
      if (LISTS.contains(row.getKey())) {
        result.withArray("/" + row.getKey()).add(row.getValue());
      } else {
        result.put(row.getKey(), row.getValue());
      }
    }
    return result;
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
