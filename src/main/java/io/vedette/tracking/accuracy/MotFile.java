package io.vedette.tracking.accuracy;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.tracking.Detection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text format of the MOT Challenge: {@code frame, id, left, top, width, height,
 * confidence, …}, in pixels, a line per box. Immutable.
 */
public final class MotFile {
  private static final int LEAST_FIELDS = 6;
  private static final int CONFIDENCE = 6;

  private final List<Row> rows;

  private MotFile(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** One line; what it does not say of its confidence is 1. */
  private record Row(TracedBox box, double confidence) {}

  /**
   * Reads a file whole.
   *
   * @param picture size of the pictures, which makes the boxes relative
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static MotFile read(Reader text, Size picture) throws IOException {
    List<Row> rows = new ArrayList<>();
    BufferedReader lines = new BufferedReader(text);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        rows.add(row(line.split(",", -1), picture, number));
      }
    }
    return new MotFile(rows);
  }

  /**
   * All boxes in the file's order; those of confidence 0 are left out, as the format marks with it
   * what is not to be counted.
   */
  public List<TracedBox> boxes() {
    return rows.stream().filter(row -> row.confidence != 0).map(Row::box).toList();
  }

  /** Whether it says which boxes are the same object; files of detections do not. */
  public boolean isTracked() {
    return rows.stream().anyMatch(row -> row.box.id() >= 0);
  }

  /**
   * All boxes as detections. Confidences above 1 are taken for percentages, and where a file has
   * none above 0 all are sure.
   */
  public List<Trial.Found> detections(String label) {
    double largest = rows.stream().mapToDouble(Row::confidence).max().orElse(1);
    double scale = largest > 1 ? 1 / Math.max(100, largest) : 1;
    List<Trial.Found> found = new ArrayList<>();
    for (Row row : rows) {
      double confidence = largest > 0 ? Math.max(0, row.confidence * scale) : 1;
      found.add(new Trial.Found(row.box.frame(), new Detection(label, confidence, row.box.box())));
    }
    return found;
  }

  private static Row row(String[] fields, Size picture, int line) {
    if (fields.length < LEAST_FIELDS) {
      throw new IllegalArgumentException(
          "MOT file, line "
              + line
              + ": expected at least "
              + LEAST_FIELDS
              + " fields, found "
              + fields.length);
    }
    RelativeBox box =
        new RelativeBox(
            number(fields, 2, line) / picture.width(),
            number(fields, 3, line) / picture.height(),
            number(fields, 4, line) / picture.width(),
            number(fields, 5, line) / picture.height());
    double confidence = fields.length > CONFIDENCE ? number(fields, CONFIDENCE, line) : 1;
    int frame = (int) number(fields, 0, line);
    return new Row(new TracedBox(frame, (long) number(fields, 1, line), box), confidence);
  }

  private static double number(String[] fields, int field, int line) {
    try {
      return Double.parseDouble(fields[field].strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "MOT file, line "
              + line
              + ": expected a number as field "
              + (field + 1)
              + ", found \""
              + fields[field].strip()
              + "\"",
          e);
    }
  }
}
