package io.vedette.cli.model;

import io.vedette.config.Settings;
import io.vedette.detection.Confidences;
import io.vedette.detection.DetectionSettings;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.ClassPoint;
import io.vedette.model.accuracy.ConfidenceSearch;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.onnx.ClassConfidences;
import io.vedette.onnx.OnnxMetadata;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Finds the least confidence that suits each class, and writes it into the model's file. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds the least confidence that suits each class, and writes it into the model's file.",
      "It is that at which F1 is best over all pictures, raised until few of the pictures without"
          + " any object get a box of the class, as far as F1 allows."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Option(names = "--model", paramLabel = "ONNX", required = true, description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "PLACE",
      required = true,
      description = "YOLO folders, a zip of them, or a data.yaml; may be given several times.")
  private List<Path> data = new ArrayList<>();

  @Option(
      names = "--split",
      defaultValue = "val",
      paramLabel = "PART",
      description = "Which pictures: val or train (default: ${DEFAULT-VALUE}).")
  private Split split = Split.VAL;

  @Option(
      names = "--background",
      defaultValue = "0.02",
      paramLabel = "0-1",
      description =
          "Share of the pictures without any object that may get a box of a class (default:"
              + " ${DEFAULT-VALUE}).")
  private double background;

  @Option(
      names = "--keep",
      defaultValue = "0.9",
      paramLabel = "0-1",
      description = "Part of the best F1 that is kept for that (default: ${DEFAULT-VALUE}).")
  private double keep;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "ONNX",
      description = "File to write, also the model itself; nothing is written without it.")
  private @Nullable Path out;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (out != null && NetworkFile.kind(out) != NetworkFile.Kind.ONNX) {
      throw ModelCommand.misuse(
          spec, new IllegalArgumentException("--out: expected a name.onnx, found " + out));
    }
    ConfidenceSearch search = new ConfidenceSearch(rule());
    InferenceSettings inference =
        new InferenceSettings(
            model.toString(), Device.CPU, 0, 0, 8, Size.square(640), null, Duration.ZERO);
    OnnxModel loaded = OnnxModel.load(inference);
    DetectionSettings worker = Settings.defaults(DetectionSettings.class);
    Confidences lowest = Confidences.all(ConfidenceSearch.LOWEST);
    try (Evaluation evaluation = new Evaluation(loaded, inference, worker.withConfidence(lowest))) {
      data.forEach(place -> search(search, evaluation, place));
    }
    PrintWriter printer = ModelCommand.out(spec);
    List<Double> chosen = chosen(loaded, search, printer);
    if (out != null) {
      byte[] written =
          OnnxMetadata.with(
              NetworkFile.read(model), ClassConfidences.KEY, ClassConfidences.format(chosen));
      OutputFile.write(out, written);
      printer.println(out + ": confidences " + ClassConfidences.format(chosen));
    }
    printer.flush();
    return 0;
  }

  private ConfidenceSearch.Rule rule() {
    try {
      return new ConfidenceSearch.Rule(background, keep);
    } catch (IllegalArgumentException e) {
      throw ModelCommand.misuse(spec, new IllegalArgumentException("--" + e.getMessage(), e));
    }
  }

  private void search(ConfidenceSearch search, Evaluation evaluation, Path place) {
    try (DataSet set = DataSetReader.read(place, ValCommand.LONGEST)) {
      evaluation.detect(
          set.names(),
          split.of(set, place),
          set::jpeg,
          (picture, found) -> search.add(set.names(), found, picture.boxes()));
    }
  }

  /** The new confidences by class, after they were printed beside those before. */
  private static List<Double> chosen(
      OnnxModel model, ConfidenceSearch search, PrintWriter printer) {
    List<Double> chosen = new ArrayList<>();
    printer.printf(
        "%-20s %8s  %-34s  %s%n", "class", "objects", "before: precision, recall", "after");
    for (int label = 0; label < model.names().size(); label++) {
      double before =
          model.confidences().isEmpty()
              ? DetectionSettings.USUAL_CONFIDENCE
              : model.confidences().get(label);
      ConfidenceSearch.Choice choice = search.choose(model.names().get(label), before);
      printer.printf(
          "%-20s %8d  %-34s  %s%n",
          choice.after().name(),
          choice.after().objects(),
          shown(choice.before(), choice.disturbedBefore()),
          shown(choice.after(), choice.disturbedAfter()));
      chosen.add(choice.after().confidence());
    }
    return chosen;
  }

  private static String shown(ClassPoint point, long disturbed) {
    return String.format(
        Locale.ROOT,
        "%.2f: %.3f, %.3f, background %d",
        point.confidence(),
        point.precision(),
        point.recall(),
        disturbed);
  }
}
