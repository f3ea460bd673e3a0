package io.vedette.cli.model;

import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.detection.DetectionSettings;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.InferenceSettings.Device;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.teaching.Labeller;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code model label}: labels pictures with the boxes of a detector. */
@Command(
    name = "label",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a detector's boxes in pictures without labels as YOLO labels.")
final class LabelCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "Folder of pictures, including its subfolders.")
  private Path folder = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      required = true,
      description = "Folder for the labels: a text file per picture, with the same name.")
  private Path out = Path.of("");

  @Mixin private DetectorOptions options = new DetectorOptions();

  @Option(
      names = "--names",
      paramLabel = "FILE",
      description = "Classes to label, one per line, matched by name (default: the model's).")
  private @Nullable Path names;

  @Option(
      names = "--confidence",
      defaultValue = "0.5",
      paramLabel = "0-1",
      description = "Least confidence of a box (default: ${DEFAULT-VALUE}).")
  private double confidence;

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    ModelCommand.requireShare(spec, "confidence", confidence);
    InferenceSettings inference;
    DetectionSettings detection;
    try {
      inference = options.settings(Device.CPU);
      detection = DetectionSettings.plain(confidence, 0.5);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
    if (!Files.isDirectory(folder)) {
      throw Failure.stop(folder + ": expected a folder of pictures; there is none of that name");
    }
    OutputFile.requireFolder(out);
    OnnxModel loaded = ModelCommand.load(inference, spec);
    @Nullable List<String> wanted = NetworkFile.names(names);
    try (DataSet pictures = DataSetReader.unlabelled(folder, ValCommand.LONGEST);
        Evaluation detector = new Evaluation(loaded, inference, detection)) {
      List<String> classes = wanted == null ? loaded.names() : wanted;
      int boxes = Labeller.label(detector, pictures, loaded.names(), classes, out);
      print(boxes, pictures);
    }
    return 0;
  }

  private void print(int boxes, DataSet pictures) {
    int count = pictures.val().size();
    List<String> words = new ArrayList<>();
    words.add(
        "%s in %s; labels in %s"
            .formatted(Count.of(boxes, "box", "boxes"), Count.pictures(count), out));
    words.addAll(LeftOutList.of(pictures));
    results.print(
        spec,
        words,
        ResultOptions.object()
            .put("boxes", boxes)
            .put("pictures", count)
            .put("labels", out.toString())
            .put("left_out", pictures.leftOut().size()));
  }
}
