package io.vedette.tracking.accuracy;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
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

  private MotFile() {}

  /**
   * All boxes in the file's order; those of confidence 0 are left out, as the format marks with it
   * what is not to be counted.
   *
   * @param picture size of the pictures, which makes the boxes relative
   */
  public static List<TracedBox> read(Reader text, Size picture) throws IOException {
    List<TracedBox> boxes = new ArrayList<>();
    BufferedReader lines = new BufferedReader(text);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        String[] fields = line.split(",", -1);
        if (isCounted(fields, number)) {
          boxes.add(box(fields, picture, number));
        }
      }
    }
    return boxes;
  }

  private static boolean isCounted(String[] fields, int line) {
    if (fields.length < LEAST_FIELDS) {
      throw new IllegalArgumentException(
          "MOT file, line "
              + line
              + ": expected at least "
              + LEAST_FIELDS
              + " fields, found "
              + fields.length);
    }
    return fields.length <= CONFIDENCE || number(fields, CONFIDENCE, line) != 0;
  }

  private static TracedBox box(String[] fields, Size picture, int line) {
    RelativeBox box =
        new RelativeBox(
            number(fields, 2, line) / picture.width(),
            number(fields, 3, line) / picture.height(),
            number(fields, 4, line) / picture.width(),
            number(fields, 5, line) / picture.height());
    return new TracedBox((int) number(fields, 0, line), (long) number(fields, 1, line), box);
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
