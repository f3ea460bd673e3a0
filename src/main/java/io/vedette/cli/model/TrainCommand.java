package io.vedette.cli.model;

import static java.util.stream.Collectors.joining;

import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.geometry.Size;
import io.vedette.model.Architecture;
import io.vedette.model.course.InitialWeights;
import io.vedette.model.course.TrainingRun;
import io.vedette.model.data.AnchorFinder;
import io.vedette.model.data.DataMix;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.DataSetReader;
import io.vedette.model.train.Teacher;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.Trainer;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.FoldedNetwork;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The command {@code model train}: trains a network. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a network.",
      "Its folder then holds last.safetensors (to resume), best.safetensors, results.csv and"
          + " pictures. However a training ends, it can be gone on with: --resume FOLDER."
    })
final class TrainCommand implements Callable<Integer> {

  @Mixin private TaughtDataOptions data = new TaughtDataOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "New folder for the training.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description = "Continues the training in this folder, with its own settings.")
  private @Nullable Path resume;

  @Mixin private ArchitectureOption architecture = new ArchitectureOption();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Begins with the weights of a checkpoint, TorchScript or ONNX file.")
  private @Nullable Path from;

  @Option(
      names = "--anchors",
      paramLabel = "18 NUMBERS",
      converter = NetworkFile.AnchorsConverter.class,
      description = "Anchors in pixels (default: of --from, or by k-means on the boxes).")
  private @Nullable Anchors anchors;

  @Mixin private TeacherOptions teachers = new TeacherOptions();

  @Mixin private TrainOptions options = new TrainOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PyTorch.require("training");
    if (resume != null) {
      refuseOtherSettings();
      return resume(resume);
    }
    if (data.isEmpty() || out == null) {
      throw SettingsOptions.misuse(spec, "expected --data and --out, or --resume");
    }
    return begin(data.mix(spec), out);
  }

  /** Refuses options that would change the settings of a resumed training. */
  private void refuseOtherSettings() {
    List<String> others =
        ModelCommand.given(spec).stream()
            .filter(name -> !name.equals("--resume") && !DataOptions.NAMES.contains(name))
            .toList();
    if (!others.isEmpty()) {
      throw SettingsOptions.misuse(
          spec,
          "--resume goes on with the training's own settings; leave out "
              + String.join(", ", others));
    }
  }

  /** Checks the files that are read only after the data, which takes minutes. */
  private void requireFiles() {
    teachers.requireFiles();
    if (from != null) {
      InputFile.require("--from", from);
    }
  }

  /** Refuses a folder with other files: a training must not overwrite them. */
  private void refuseUsed(Path folder) {
    String[] files = folder.toFile().list();
    boolean isFree = files == null ? !Files.exists(folder) : files.length == 0;
    if (!isFree) {
      boolean isTraining = Files.exists(folder.resolve(Trainer.LAST));
      throw SettingsOptions.misuse(
          spec,
          isTraining
              ? folder + " holds a training; go on with --resume " + folder + ", or remove it"
              : "--out: expected a new or an empty folder, found other files at " + folder);
    }
  }

  private int begin(DataMix mix, Path folder) {
    options.teach(teachers.taught());
    options.check(spec);
    requireFiles();
    refuseUsed(folder);
    try (DataSet set = read(mix, options.size())) {
      refuseUntaught(mix, set);
      TrainSettings settings = options.settings(set.train().size());
      long between = options.between(set.train().size());
      Checkpoint beginning = beginning(set);
      OutputFile.folder(folder);
      Map<String, String> about = new LinkedHashMap<>();
      about.put(TrainingRun.DATA, MixText.of(mix));
      about.put(TrainingRun.TEACHER, teachers.text());
      about.put(TrainingRun.DIGEST, set.digest());
      about.put(TrainingRun.BETWEEN, Long.toString(between));
      Checkpoint first = beginning.with(about);
      return run(Trainer.begin(first, settings, set, teacher(first, set)), first, set, folder);
    }
  }

  private int resume(Path folder) {
    Checkpoint kept = Checkpoint.read(folder.resolve(Trainer.LAST));
    try (DataSet set = read(mix(kept, folder), kept.size())) {
      if (!set.names().equals(kept.names())) {
        throw Failure.stop(
            "the training is for the classes %s, the data has %s"
                .formatted(kept.names(), set.names()));
      }
      if (!set.digest().equals(kept.about().getOrDefault(TrainingRun.DIGEST, set.digest()))) {
        ModelCommand.out(spec)
            .println("the data has changed since: the result will not be that of one training");
      }
      return run(Trainer.resume(kept, set, teacher(kept, set)), kept, set, folder);
    }
  }

  /** The data sets that are given now, or else those of the training's begin. */
  private DataMix mix(Checkpoint kept, Path folder) {
    if (!data.isEmpty()) {
      return data.mix(spec);
    }
    @Nullable String mix = kept.about().get(TrainingRun.DATA);
    if (mix == null) {
      throw Failure.stop(folder + " does not say which data it was trained with; give --data");
    }
    return MixText.read(mix);
  }

  private void refuseUntaught(DataMix mix, DataSet set) {
    if (teachers.isEmpty() && set.train().stream().allMatch(one -> one.boxes().isEmpty())) {
      throw Failure.stop(
          "data "
              + mix.sources().get(0).place()
              + " has no label for any picture to train with; labels/train/NAME.txt belongs to"
              + " images/train/NAME.jpg");
    }
    if (teachers.isEmpty() && set.train().stream().anyMatch(one -> !one.showing().isLabelled())) {
      throw Failure.stop("--unlabelled: nothing says what is in such pictures; give a --teacher");
    }
  }

  private static Teacher teacher(Checkpoint begun, DataSet set) {
    return TeacherOptions.open(begun.about().getOrDefault(TrainingRun.TEACHER, ""), set.names());
  }

  private DataSet read(DataMix mix, Size size) {
    DataSet set = DataSetReader.read(mix, TrainOptions.longest(size));
    PrintWriter out = ModelCommand.out(spec);
    out.printf(
        "%s: %s to train with, %d to validate on, %s%n",
        mix.sources().stream().map(one -> one.place().toString()).collect(joining(", ")),
        Count.pictures(set.train().size()),
        set.val().size(),
        Count.classes(set.names().size()));
    LeftOutList.print(set, out);
    out.flush();
    return set;
  }

  private Checkpoint beginning(DataSet set) {
    InitialWeights beginning = new InitialWeights(set, options.size(), options.seed());
    if (from == null) {
      return beginning.untrained(architecture.chosen(), anchors == null ? fitting(set) : anchors);
    }
    if (NetworkFile.kind(from) == NetworkFile.Kind.ONNX) {
      FoldedNetwork network = NetworkFile.folded(from);
      refuseOther(network.architecture());
      return beginning.unfolded(network, anchors == null ? network.anchors() : anchors);
    }
    Checkpoint network = NetworkFile.checkpoint(from);
    refuseOther(network.architecture());
    return beginning.trained(network, anchors == null ? network.anchors() : anchors);
  }

  private void refuseOther(Architecture trained) {
    if (ModelCommand.given(spec).contains("--architecture")
        && !trained.equals(architecture.chosen())) {
      throw SettingsOptions.misuse(
          spec,
          "--architecture is %s, but --from holds %s".formatted(architecture.chosen(), trained));
    }
  }

  private Anchors fitting(DataSet set) {
    return AnchorFinder.find(set.train(), options.size(), options.seed());
  }

  /** Runs a training; returns the exit code. */
  private int run(Trainer trainer, Checkpoint begun, DataSet set, Path folder) {
    long between = Long.parseLong(begun.about().getOrDefault(TrainingRun.BETWEEN, "1000"));
    PrintWriter out = ModelCommand.out(spec);
    try (trainer;
        Interruption interruption = new Interruption(out)) {
      TrainDisplay display = new TrainDisplay(ModelCommand.terminal(spec), interruption);
      new TrainingRun(trainer, begun, set, folder, between, display).run();
      if (trainer.isDone()) {
        out.println("done; the best network is " + folder.resolve(TrainingRun.BEST));
        return 0;
      }
      out.printf("stopped at step %d; go on with --resume %s%n", trainer.step(), folder);
      return interruption.code();
    }
  }
}
