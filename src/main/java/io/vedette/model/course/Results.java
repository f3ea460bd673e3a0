package io.vedette.model.course;

import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.loss.LossParts;
import io.vedette.runtime.Failure;
import io.vedette.runtime.FileReason;
import io.vedette.runtime.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of a training, a row per measurement, as {@code results.csv}. Confined to one thread.
 */
public final class Results {
  private static final String HEADER =
      "step,pictures,size,rate,box_loss,objectness_loss,class_loss,precision,recall,map50,map";

  private final Path file;

  /** Goes on with a folder's table after a step: later rows, of steps that are taken again, go. */
  public Results(Path folder, long step) {
    this.file = folder.resolve("results.csv");
    List<String> kept = new ArrayList<>(List.of(HEADER));
    for (String row : rows()) {
      if (Long.parseLong(row.substring(0, row.indexOf(','))) <= step) {
        kept.add(row);
      }
    }
    write(kept);
  }

  /** The rows so far, without the header. */
  public List<String> rows() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().skip(1).filter(row -> row.contains(",")).toList()
          : List.of();
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be read: " + FileReason.of(e), e);
    }
  }

  void add(Progress progress, int batch, double rate, Accuracy accuracy) {
    LossParts loss = progress.loss();
    List<String> all = new ArrayList<>(List.of(HEADER));
    all.addAll(rows());
    all.add(
        String.format(
            Locale.ROOT,
            "%d,%d,%d,%.6g,%.5f,%.5f,%.5f,%.4f,%.4f,%.4f,%.4f",
            progress.step(),
            progress.step() * batch,
            progress.side(),
            rate,
            loss.box(),
            loss.objectness(),
            loss.label(),
            accuracy.precision(),
            accuracy.recall(),
            accuracy.map50(),
            accuracy.map()));
    write(all);
  }

  private void write(List<String> rows) {
    String text = String.join("\n", rows) + "\n";
    try {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be written: " + FileReason.of(e), e);
    }
  }
}
