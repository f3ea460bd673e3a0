package io.vedette.model.comparison;

import io.vedette.geometry.Size;
import io.vedette.inference.OnnxModel;
import io.vedette.model.course.InitialWeights;
import io.vedette.model.course.Results;
import io.vedette.model.course.TrainListener;
import io.vedette.model.course.TrainingRun;
import io.vedette.model.data.DataSet;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.export.OnnxExporter;
import io.vedette.model.report.Series;
import io.vedette.model.train.Teacher;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.Trainer;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.yolo.Anchors;
import io.vedette.runtime.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The comparison of networks: contestants are trained one after the other with the same data, seed,
 * anchors and settings, each in a folder of its own from which an interrupted comparison continues.
 * Confined to one thread.
 */
public final class NetworkComparison {
  private final DataSet data;
  private final Anchors anchors;
  private final Function<Contestant, TrainSettings> settings;
  private final Path folder;
  private final long between;

  /**
   * @param settings alike for all but for the number of pictures
   * @param between steps from one measurement to the next
   */
  public NetworkComparison(
      DataSet data,
      Anchors anchors,
      Function<Contestant, TrainSettings> settings,
      Path folder,
      long between) {
    this.data = data;
    this.anchors = anchors;
    this.settings = settings;
    this.folder = folder;
    this.between = between;
  }

  /**
   * Trains one to its end; false when the listener ended it before.
   *
   * @throws Failure of action STOP when its folder holds a training of another comparison
   */
  public boolean train(Contestant contestant, TrainListener listener) {
    Path own = folder(contestant);
    boolean isBegun = Files.exists(own.resolve(Trainer.LAST));
    Checkpoint begun = isBegun ? kept(contestant) : beginning(contestant);
    try (Trainer trainer =
        isBegun
            ? Trainer.resume(begun, data, Teacher.NONE)
            : Trainer.begin(begun, settings.apply(contestant), data, Teacher.NONE)) {
      new TrainingRun(trainer, begun, data, own, between, listener).run();
      return trainer.isDone();
    }
  }

  private Checkpoint beginning(Contestant contestant) {
    TrainSettings how = settings.apply(contestant);
    Checkpoint untrained =
        new InitialWeights(data, how.sizes().last(), how.seed())
            .untrained(contestant.architecture(), anchors);
    return untrained.with(Map.of(TrainingRun.DIGEST, data.digest()));
  }

  private Checkpoint kept(Contestant contestant) {
    Checkpoint kept = Checkpoint.read(folder(contestant).resolve(Trainer.LAST));
    boolean isSame =
        Trainer.settings(kept).equals(settings.apply(contestant))
            && data.digest().equals(kept.about().get(TrainingRun.DIGEST));
    if (!isSame) {
      throw Failure.stop(
          folder(contestant)
              + " holds a training with other settings or data; give another --out, or remove it");
    }
    return kept;
  }

  /** The results of the trained contestants. */
  public List<ComparisonResult> standings(List<Contestant> contestants) {
    List<Checkpoint> networks =
        contestants.stream()
            .map(one -> Checkpoint.read(folder(one).resolve(TrainingRun.BEST)))
            .toList();
    List<byte[]> files =
        networks.stream().map(n -> OnnxExporter.export(n.folded(), bytesIn(n.size()))).toList();
    List<OnnxModel> models = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      models.add(OnnxModel.of(contestants.get(i).wireName(), files.get(i), networks.get(i).size()));
    }
    List<Double> oneThread = medians(models, 1);
    List<Double> allThreads = medians(models, 0);
    List<ComparisonResult> results = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Contestant contestant = contestants.get(i);
      Checkpoint network = networks.get(i);
      results.add(
          new ComparisonResult(
              contestant,
              TrainingRun.measure(network, data),
              cost(contestant),
              contestant.architecture().folded(data.names().size(), network.size()),
              oneThread.get(i),
              allThreads.get(i),
              files.get(i).length,
              history(contestant)));
    }
    return results;
  }

  private TrainingCost cost(Contestant contestant) {
    return new TrainingCost(
        contestant.architecture(), data.names().size(), settings.apply(contestant));
  }

  private static ExportSettings bytesIn(Size size) {
    return new ExportSettings(ExportSettings.Input.BYTES, ExportSettings.Numbers.FP32, size, 0);
  }

  private static List<Double> medians(List<OnnxModel> models, int threads) {
    try (Stopwatch stopwatch = new Stopwatch(models, threads)) {
      return stopwatch.medians();
    }
  }

  private Series history(Contestant contestant) {
    List<Double> shown = new ArrayList<>();
    List<Double> map50 = new ArrayList<>();
    for (String row : new Results(folder(contestant), Long.MAX_VALUE).rows()) {
      String[] words = row.split(",", -1);
      shown.add(Double.parseDouble(words[1]));
      map50.add(Double.parseDouble(words[9]));
    }
    return new Series(contestant.title(), shown, map50);
  }

  private Path folder(Contestant contestant) {
    return folder.resolve(contestant.wireName());
  }
}
