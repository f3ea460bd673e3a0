package io.vedette.model.course;

import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.ClassAccuracy;
import io.vedette.model.loss.LossParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The tables of a training: {@code results.csv} with a row per measurement, {@code parts.csv} with
 * one per measurement, set and class. Confined to one thread.
 */
public final class Results {
  private static final String HEADER =
      "step,pictures,size,rate,box_loss,objectness_loss,class_loss,precision,recall,map50,map";
  private static final String PARTS_HEADER =
      "step,set,class,objects,precision,recall,map50,map,empty_pictures,with_a_box";

  private final CsvTable table;
  private final CsvTable parts;

  /** Goes on with a folder's tables after a step: later rows, of steps that are taken again, go. */
  public Results(Path folder, long step) {
    this.table = new CsvTable(folder.resolve("results.csv"), HEADER);
    this.parts = new CsvTable(folder.resolve("parts.csv"), PARTS_HEADER);
    table.cutAfter(step);
    parts.cutAfter(step);
  }

  /** The rows of the whole so far, without the header. */
  public List<String> rows() {
    return table.rows();
  }

  void add(TrainingProgress progress, int batch, double rate, Measurement measured) {
    LossParts loss = progress.loss();
    Accuracy accuracy = measured.whole();
    table.add(
        List.of(
            String.format(
                Locale.ROOT,
                "%d,%d,%s,%.6g,%.5f,%.5f,%.5f,%.4f,%.4f,%.4f,%.4f",
                progress.step(),
                progress.step() * batch,
                progress.size(),
                rate,
                loss.box(),
                loss.objectness(),
                loss.label(),
                accuracy.precision(),
                accuracy.recall(),
                accuracy.map50(),
                accuracy.map())));
    parts.add(rows(progress.step(), measured.parts()));
  }

  private static List<String> rows(long step, List<PartAccuracy> parts) {
    List<String> rows = new ArrayList<>();
    for (PartAccuracy part : parts) {
      Accuracy all = part.accuracy();
      String start = step + "," + part.name().replace(',', ';') + ",";
      String end = ",%d,%d".formatted(part.backgrounds(), part.alarms());
      rows.add(
          start
              + "all,"
              + all.objects()
              + figures(all.precision(), all.recall(), all.map50(), all.map())
              + end);
      for (ClassAccuracy one : all.classes()) {
        String figures = figures(one.precision(), one.recall(), one.map50(), one.map());
        rows.add(start + one.name().replace(',', ';') + "," + one.objects() + figures + end);
      }
    }
    return rows;
  }

  private static String figures(double... figures) {
    StringBuilder text = new StringBuilder();
    for (double figure : figures) {
      text.append(',');
      text.append(Double.isNaN(figure) ? "" : String.format(Locale.ROOT, "%.4f", figure));
    }
    return text.toString();
  }
}
