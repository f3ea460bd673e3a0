package io.vedette.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
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
import io.vedette.model.accuracy.FalseAlarmLimit;
import io.vedette.model.data.DataMix;
import io.vedette.model.data.DataPart;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.data.LabelledPicture;
import io.vedette.onnx.ClassConfidences;
import io.vedette.onnx.OnnxMetadata;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * The command {@code model calibrate}: finds the least confidence that suits each class, and writes
 * it into the model's file.
 */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds the least confidence that suits each class, and writes it into the model's file.",
      "This is the confidence with the best F1 over all pictures, raised until few of the pictures"
          + " without any object get a box of the class, as far as F1 allows."
    })
final class CalibrateCommand implements Callable<Integer> {
  private static final double USUAL_BACKGROUND = 0.02;
  private static final double USUAL_KEEP = 0.9;
  private static final String ROW = "%-20s %8s  %-34s  %s";

  @Option(names = "--model", paramLabel = "ONNX", required = true, description = "The model.")
  private Path model = Path.of("");

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--background",
      paramLabel = "0-1",
      description =
          "Share of the pictures without any object that may get a box of a class (default: 0.02).")
  private @Nullable Double background;

  @Option(
      names = "--keep",
      paramLabel = "0-1",
      description = "Share of the best F1 that must remain (default: 0.9).")
  private @Nullable Double keep;

  @Option(
      names = "--empty-at-most",
      paramLabel = "0-1",
      description =
          "In place of both: share of the pictures without any object that may have a box, of"
              + " whatever class. The lowest confidences that keep it are taken, from the best F1"
              + " on, whatever F1 that costs.")
  private @Nullable Double emptyAtMost;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "ONNX",
      description = "File to write, also the model itself; nothing is written without it.")
  private @Nullable Path out;

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    requireOutput();
    ConfidenceSearch search = new ConfidenceSearch(rule());
    @Nullable FalseAlarmLimit limit = limit();
    InferenceSettings inference =
        new InferenceSettings(
            model.toString(), Device.CPU, 0, 0, 8, Size.square(640), null, Duration.ZERO);
    DataMix mix = data.required(spec);
    OnnxModel loaded = OnnxModel.load(inference);
    try (DataSet set = DataSetReader.read(mix, ValCommand.LONGEST)) {
      search(search, limit, loaded, inference, set);
    }
    Map<String, Double> confidences = confidences(loaded, search, limit);
    List<String> words = new ArrayList<>();
    ObjectNode result = ResultOptions.object();
    List<Double> chosen = chosen(loaded, search, confidences, words, result);
    if (limit != null) {
      words.add(
          "of %s without any object %d have a box"
              .formatted(Count.pictures(limit.pictures()), limit.disturbed(confidences)));
      result.put("empty", limit.pictures()).put("disturbed", limit.disturbed(confidences));
    }
    if (out != null) {
      byte[] written =
          OnnxMetadata.with(
              NetworkFile.read(model), ClassConfidences.KEY, ClassConfidences.format(chosen));
      OutputFile.write(out, written);
      words.add(out + ": confidences " + ClassConfidences.format(chosen));
      result.put("file", out.toString());
    }
    results.print(spec, words, result);
    return 0;
  }

  private void requireOutput() {
    if (out == null) {
      return;
    }
    if (NetworkFile.kind(out) != NetworkFile.Kind.ONNX) {
      throw SettingsOptions.misuse(spec, "out: expected a name.onnx, found " + out);
    }
    OutputFile.require(out);
  }

  private ConfidenceSearch.Rule rule() {
    try {
      return new ConfidenceSearch.Rule(
          background == null ? USUAL_BACKGROUND : background, keep == null ? USUAL_KEEP : keep);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  private @Nullable FalseAlarmLimit limit() {
    if (emptyAtMost == null) {
      return null;
    }
    try {
      if (background != null || keep != null) {
        throw new IllegalArgumentException(
            "empty-at-most: expected alone, found beside --background or --keep, which it"
                + " replaces");
      }
      return new FalseAlarmLimit(emptyAtMost);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  private void search(
      ConfidenceSearch search,
      @Nullable FalseAlarmLimit limit,
      OnnxModel loaded,
      InferenceSettings inference,
      DataSet set) {
    DetectionSettings worker =
        Settings.defaults(DetectionSettings.class)
            .withConfidence(Confidences.all(ConfidenceSearch.LOWEST));
    List<LabelledPicture> pictures =
        DataPart.all(split.parts(set, data)).stream()
            .filter(picture -> picture.isBackground() || !picture.boxes().isEmpty())
            .toList();
    try (Evaluation evaluation = new Evaluation(loaded, inference, worker)) {
      evaluation.detect(
          set.names(),
          pictures,
          set::jpeg,
          (picture, found) -> search.add(set.names(), found, picture.boxes()));
    }
    if (limit != null) {
      DetectionSettings apart = DetectionSettings.plain(ConfidenceSearch.LOWEST, worker.iou());
      try (Evaluation evaluation = new Evaluation(loaded, inference, apart)) {
        List<LabelledPicture> empty =
            pictures.stream().filter(LabelledPicture::isBackground).toList();
        evaluation.detect(set.names(), empty, set::jpeg, (picture, found) -> limit.add(found));
      }
    }
  }

  /** The new confidences by the names of the model's classes. */
  private static Map<String, Double> confidences(
      OnnxModel model, ConfidenceSearch search, @Nullable FalseAlarmLimit limit) {
    Map<String, Double> best = new LinkedHashMap<>();
    Map<String, Double> usual = new LinkedHashMap<>();
    for (int label = 0; label < model.names().size(); label++) {
      String name = model.names().get(label);
      best.put(name, search.best(name, before(model, label)));
      usual.put(name, search.confidence(name, before(model, label)));
    }
    if (limit == null) {
      return usual;
    }
    if (limit.pictures() == 0) {
      throw Failure.stop("--empty-at-most: the data has no pictures without any object");
    }
    Map<String, Double> raised = limit.raised(best, search);
    if (!limit.isKept(raised)) {
      throw Failure.stop(
          "of %s without any object %d have a box at the highest confidences, too, more than --empty-at-most allows"
              .formatted(Count.pictures(limit.pictures()), limit.disturbed(raised)));
    }
    return raised;
  }

  private static double before(OnnxModel model, int label) {
    return model.confidences().isEmpty()
        ? DetectionSettings.USUAL_CONFIDENCE
        : model.confidences().get(label);
  }

  /** The new confidences by class; adds them to the output, beside the former ones. */
  private static List<Double> chosen(
      OnnxModel model,
      ConfidenceSearch search,
      Map<String, Double> confidences,
      List<String> words,
      ObjectNode result) {
    List<Double> chosen = new ArrayList<>();
    ArrayNode classes = result.putArray("classes");
    words.add(ROW.formatted("class", "objects", "before: precision, recall", "after"));
    for (int label = 0; label < model.names().size(); label++) {
      String name = model.names().get(label);
      double before = before(model, label);
      ConfidenceSearch.Choice choice =
          search.choose(name, before, confidences.getOrDefault(name, before));
      words.add(
          ROW.formatted(
              name,
              choice.after().objects(),
              shown(choice.before(), choice.disturbedBefore()),
              shown(choice.after(), choice.disturbedAfter())));
      classes
          .addObject()
          .put("name", name)
          .put("objects", choice.after().objects())
          .put("confidence_before", choice.before().confidence())
          .put("confidence", choice.after().confidence());
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
