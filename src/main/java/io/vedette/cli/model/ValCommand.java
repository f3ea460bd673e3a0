package io.vedette.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.config.Settings;
import io.vedette.detection.DetectionSettings;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.ClassAccuracy;
import io.vedette.model.accuracy.ClassPoint;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.accuracy.OperatingPoint;
import io.vedette.model.accuracy.SizeAccuracy;
import io.vedette.model.data.DataPart;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.data.LabelledPicture;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code model val}: measures a detector on labelled pictures. */
@Command(
    name = "val",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures a detector on labelled pictures, as COCO does.",
      "Prints precision, recall, mAP50 and mAP50-95 of each class, the same by the size of"
          + " objects, and what a worker would detect with its default settings."
    })
final class ValCommand implements Callable<Integer> {
  /** The longest side of kept pictures of sets; models use smaller ones. */
  static final int LONGEST = 1280;

  @Mixin private DetectorOptions detector = new DetectorOptions();

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private SplitOption split = new SplitOption();

  @Option(
      names = "--device",
      defaultValue = "cpu",
      paramLabel = "DEVICE",
      description = "cpu, cuda or tensorrt (default: ${DEFAULT-VALUE}).")
  private Device device = Device.CPU;

  @Option(
      names = "--confidence",
      defaultValue = "0.001",
      paramLabel = "0-1",
      description = "Least confidence of a box that counts (default: ${DEFAULT-VALUE}).")
  private double confidence;

  @Option(
      names = "--iou",
      defaultValue = "0.6",
      paramLabel = "0-1",
      description =
          "Of two boxes of a class that overlap by more, the surer one counts (default:"
              + " ${DEFAULT-VALUE}).")
  private double iou;

  @Option(names = "--json", description = "Prints one JSON object instead, for scripts.")
  private boolean isJson;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    ModelCommand.requireShare(spec, "confidence", confidence);
    InferenceSettings inference;
    DetectionSettings detection;
    try {
      inference = detector.settings(device);
      detection = DetectionSettings.plain(confidence, iou);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
    OnnxModel loaded = ModelCommand.load(inference, spec);
    PrintWriter out = ModelCommand.out(spec);
    try (DataSet set = DataSetReader.read(data.required(spec), LONGEST);
        Evaluation evaluation = new Evaluation(loaded, inference, detection)) {
      List<DataPart> parts = split.parts(set, data);
      Evaluation.Report whole = report(evaluation, set, DataPart.all(parts));
      if (isJson) {
        out.print(json(loaded, set, whole));
      } else {
        out.print(AccuracyTable.of(whole.accuracy(), whole.point()));
        for (DataPart part : parts.size() > 1 ? parts : List.<DataPart>of()) {
          Evaluation.Report own = report(evaluation, set, part.pictures());
          out.printf("%n%s%n", part.name());
          out.print(AccuracyTable.of(own.accuracy(), own.point()));
        }
        LeftOutList.print(set, out);
      }
    }
    out.flush();
    return 0;
  }

  private static Evaluation.Report report(
      Evaluation evaluation, DataSet set, List<LabelledPicture> pictures) {
    DetectionSettings worker = Settings.defaults(DetectionSettings.class);
    return evaluation.report(set.names(), pictures, set::jpeg, worker);
  }

  private static String json(OnnxModel model, DataSet set, Evaluation.Report report)
      throws JsonProcessingException {
    Accuracy accuracy = report.accuracy();
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.putObject("model").put("name", model.name()).put("digest", model.digest());
    root.put("data", set.digest()).put("pictures", accuracy.pictures());
    root.put("confidence", accuracy.confidence());
    figures(root, accuracy.precision(), accuracy.recall(), accuracy.map50(), accuracy.map());
    ArrayNode classes = root.putArray("classes");
    for (ClassAccuracy one : accuracy.classes()) {
      ObjectNode node = classes.addObject().put("name", one.name()).put("objects", one.objects());
      figures(node, one.precision(), one.recall(), one.map50(), one.map());
      sizes(node, one.sizes());
    }
    sizes(root, accuracy.sizes());
    worker(root.putObject("worker"), report.point());
    root.putPOJO("confusion", accuracy.confusion());
    root.put("left_out", set.leftOut().size());
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void sizes(ObjectNode node, List<SizeAccuracy> sizes) {
    ObjectNode all = node.putObject("sizes");
    for (SizeAccuracy size : sizes) {
      ObjectNode one = all.putObject(size.size().name().toLowerCase(Locale.ROOT));
      one.put("objects", size.objects());
      put(one, "recall", size.recall());
      put(one, "map50", size.map50());
    }
  }

  /** The results of a worker with default settings. */
  private static void worker(ObjectNode node, OperatingPoint point) {
    node.put("background", point.background()).put("disturbed", point.disturbed());
    ArrayNode classes = node.putArray("classes");
    for (ClassPoint one : point.classes()) {
      ObjectNode figures = classes.addObject().put("name", one.name());
      figures.put("confidence", one.confidence()).put("wrong", one.wrong());
      put(figures, "precision", one.precision());
      put(figures, "recall", one.recall());
    }
  }

  private static void figures(
      ObjectNode node, double precision, double recall, double map50, double map) {
    put(node, "precision", precision);
    put(node, "recall", recall);
    put(node, "map50", map50);
    put(node, "map", map);
  }

  /** Adds a figure; null where there is nothing to measure, since JSON has no NaN. */
  private static void put(ObjectNode node, String name, double figure) {
    if (Double.isNaN(figure)) {
      node.putNull(name);
    } else {
      node.put(name, figure);
    }
  }
}
