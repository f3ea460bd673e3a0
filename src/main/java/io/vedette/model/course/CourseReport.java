package io.vedette.model.course;

import io.vedette.detection.DetectionSettings;
import io.vedette.frame.DetectedObject;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.ClassAccuracy;
import io.vedette.model.accuracy.Evaluation;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import io.vedette.model.report.ConfusionPicture;
import io.vedette.model.report.DetectionGrid;
import io.vedette.model.report.LineChart;
import io.vedette.model.report.ReportPicture;
import io.vedette.model.report.Series;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The pictures for people in a training's folder. */
final class CourseReport {
  private static final int GRID_PICTURES = 16;
  private static final int MOST_CURVES = 12;

  /** The column that is no number. */
  private static final int SIZE = 2;

  private final Path folder;

  CourseReport(Path folder) {
    this.folder = folder;
  }

  /** Losses and accuracy over the pictures shown: {@code results.png}. */
  void curves(Results results) {
    List<double[]> rows = results.rows().stream().map(CourseReport::numbers).toList();
    List<Double> shown = column(rows, 1);
    LineChart losses =
        new LineChart(
            "Loss",
            "pictures shown",
            "loss",
            List.of(
                new Series("box", shown, column(rows, 4)),
                new Series("objectness", shown, column(rows, 5)),
                new Series("class", shown, column(rows, 6))));
    LineChart accuracy =
        new LineChart(
            "Accuracy on the validation pictures",
            "pictures shown",
            "part",
            List.of(
                new Series("mAP50", shown, column(rows, 9)),
                new Series("mAP50-95", shown, column(rows, 10)),
                new Series("precision", shown, column(rows, 7)),
                new Series("recall", shown, column(rows, 8))));
    ReportPicture.write(folder.resolve("results.png"), List.of(losses, accuracy));
  }

  /** Precision by recall per class, and what was taken for what. */
  void accuracy(Accuracy accuracy) {
    List<Double> recalls = IntStream.rangeClosed(0, 100).mapToObj(i -> i / 100.0).toList();
    List<ClassAccuracy> measured =
        accuracy.classes().stream().filter(one -> one.objects() > 0).toList();
    List<Series> curves =
        measured.stream()
            .limit(MOST_CURVES)
            .map(one -> new Series(curveName(one), recalls, one.curve()))
            .toList();
    ReportPicture.write(
        folder.resolve("precision-recall.png"),
        List.of(LineChart.ofParts(curvesTitle(measured.size()), "recall", "precision", curves)));
    List<String> names = accuracy.classes().stream().map(ClassAccuracy::name).toList();
    ConfusionPicture.write(folder.resolve("confusion.png"), names, accuracy.confusion());
  }

  private static String curveName(ClassAccuracy one) {
    return "%s %.3f".formatted(one.name(), one.map50());
  }

  /** The title for a number of classes that have objects. */
  static String curvesTitle(int classes) {
    String shown =
        classes > MOST_CURVES ? ", the first %d of %d classes".formatted(MOST_CURVES, classes) : "";
    return "At an IoU of 0.5" + shown;
  }

  /** Some validation pictures with what is found in them: {@code detections.png}. */
  void detections(OnnxModel model, DataSet data, double confidence) {
    List<LabelledPicture> some = new ArrayList<>();
    int count = Math.min(GRID_PICTURES, data.val().size());
    for (int i = 0; i < count; i++) {
      some.add(data.val().get((int) ((long) i * data.val().size() / count)));
    }
    DetectionGrid grid = new DetectionGrid();
    DetectionSettings sure = DetectionSettings.plain(confidence, 0.5);
    try (Evaluation evaluation = new Evaluation(model, InferenceSettings.cpu(), sure)) {
      evaluation.detect(some, data::jpeg, (picture, found) -> add(grid, data, picture, found));
    }
    grid.write(folder.resolve("detections.png"));
  }

  private static void add(
      DetectionGrid grid, DataSet data, LabelledPicture picture, List<DetectedObject> found) {
    grid.add(data.jpeg(picture), picture.boxes(), found);
  }

  private static double[] numbers(String row) {
    String[] words = row.split(",", -1);
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      numbers[i] = i == SIZE ? Double.NaN : Double.parseDouble(words[i]);
    }
    return numbers;
  }

  private static List<Double> column(List<double[]> rows, int column) {
    return rows.stream().map(row -> row[column]).toList();
  }
}
