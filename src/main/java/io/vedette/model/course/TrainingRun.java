package io.vedette.model.course;

import io.vedette.detection.DetectionSettings;
import io.vedette.geometry.Size;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataSet;
import io.vedette.model.export.ExportSettings;
import io.vedette.model.export.OnnxExporter;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.Trainer;
import io.vedette.model.weights.Checkpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A whole training in a folder: steps, measurements, the best network and a table of results. It
 * may end at any moment and be continued. Confined to one thread.
 */
public final class TrainingRun {
  /** The file that holds the best network so far. */
  public static final String BEST = "best.safetensors";

  /** The checkpoint's key of the training's data. */
  public static final String DATA = "data.path";

  /** The checkpoint's key of the SHA-256 of the training's data. */
  public static final String DIGEST = "data.digest";

  /** The checkpoint's key of the training's teacher, if any. */
  public static final String TEACHER = "teacher.path";

  /** The checkpoint's key of the steps between measurements. */
  public static final String BETWEEN = "between";

  private static final Duration BETWEEN_KEEPS = Duration.ofSeconds(45);

  /** The weight of the last step's speed in the displayed speed. */
  private static final double LATELY = 0.05;

  private final Trainer trainer;
  private final DataSet data;
  private final Path folder;
  private final long between;
  private final TrainListener listener;
  private final Results results;
  private final CourseReport report;
  private final Sums sums;
  private final Map<String, String> known;
  private long keptNanos = System.nanoTime();
  private double speed;

  /**
   * @param begun the checkpoint that the trainer began with
   * @param between steps from one measurement to the next
   */
  public TrainingRun(
      Trainer trainer,
      Checkpoint begun,
      DataSet data,
      Path folder,
      long between,
      TrainListener listener) {
    this.trainer = trainer;
    this.data = data;
    this.folder = folder;
    this.between = between;
    this.listener = listener;
    this.report = new CourseReport(folder);
    this.sums = Sums.of(begun.about());
    this.results = new Results(folder, trainer.step() - (isDue() ? 1 : 0));
    this.known = known(begun.about());
    keep();
  }

  /** The texts that a resume needs and no step changes. */
  private static Map<String, String> known(Map<String, String> about) {
    Map<String, String> known = new LinkedHashMap<>(about);
    known.keySet().retainAll(List.of(DATA, DIGEST, TEACHER, BETWEEN));
    return known;
  }

  /** Trains to the end, or until it is enough or the thread is interrupted; the state is kept. */
  public void run() {
    try {
      if (isDue()) {
        measure();
      }
      while (!trainer.isDone() && !listener.isEnough()) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keep();
  }

  private void step() throws InterruptedException {
    long began = System.nanoTime();
    sums.add(trainer.advance());
    double now = trainer.settings().budget().batch() * 1e9 / (System.nanoTime() - began);
    speed = speed == 0 ? now : speed + LATELY * (now - speed);
    listener.stepped(progress());
    if (isDue()) {
      keep(); // a measurement may take longer than what may be lost
      measure();
      keep();
    } else if (System.nanoTime() - keptNanos > BETWEEN_KEEPS.toNanos()) {
      keep();
    }
  }

  /** Whether the steps so far are to be measured, also where that was cut off before. */
  private boolean isDue() {
    return !sums.isEmpty() && (trainer.step() % between == 0 || trainer.isDone());
  }

  private TrainingProgress progress() {
    TrainSettings.Budget budget = trainer.settings().budget();
    long left = (budget.steps() - trainer.step()) * budget.batch();
    return new TrainingProgress(
        trainer.step(),
        budget.steps(),
        trainer.size(),
        sums.mean(),
        speed,
        Duration.ofSeconds((long) (left / Math.max(speed, 1e-9))));
  }

  private void measure() {
    OnnxModel model = runnable(trainer.network(Map.of()));
    Measurement measured = measure(model, data);
    Accuracy accuracy = measured.whole();
    boolean isBest = sums.isBest(accuracy.map50(), accuracy.map());
    if (isBest) {
      trainer.network(about(accuracy)).write(folder.resolve(BEST));
      if (!data.val().isEmpty()) {
        report.accuracy(accuracy);
        report.detections(model, data, accuracy.confidence());
      }
    }
    results.add(progress(), trainer.settings().budget().batch(), trainer.rate(), measured);
    report.curves(results);
    sums.clear();
    listener.measured(trainer.step(), measured, isBest);
  }

  /** The accuracy of a network on the validation pictures, run as the detect role would run it. */
  public static Accuracy measure(Checkpoint network, DataSet data) {
    return measure(runnable(network), data).whole();
  }

  private static Measurement measure(OnnxModel model, DataSet data) {
    DetectionSettings every = Evaluation.EVERY_BOX;
    try (Evaluation evaluation = new Evaluation(model, InferenceSettings.cpu(), every)) {
      return Measurement.of(evaluation, data);
    }
  }

  private static OnnxModel runnable(Checkpoint network) {
    Size size = network.size();
    ExportSettings export =
        new ExportSettings(ExportSettings.Input.BYTES, ExportSettings.Numbers.FP32, size, 0);
    byte[] onnx = OnnxExporter.export(network.folded(), export);
    return OnnxModel.of("network", onnx, size);
  }

  private Map<String, String> about(Accuracy accuracy) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("data", data.digest());
    about.put("pictures", Long.toString(trainer.step() * trainer.settings().budget().batch()));
    about.put("map50", String.format(Locale.ROOT, "%.4f", accuracy.map50()));
    about.put("map", String.format(Locale.ROOT, "%.4f", accuracy.map()));
    return about;
  }

  private void keep() {
    Map<String, String> texts = new LinkedHashMap<>(known);
    texts.putAll(sums.texts());
    trainer.keep(folder, texts);
    keptNanos = System.nanoTime();
  }
}
