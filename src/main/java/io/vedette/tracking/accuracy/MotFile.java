package io.vedette.tracking.accuracy;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.tracking.Detection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The text format of the MOT Challenge: {@code frame, id, left, top, width, height, confidence, …},
 * in pixels, a line per box, frames counted from 1, in any order. Immutable.
 */
public final class MotFile {
  private static final int PERCENT_FROM = 10;

  private final List<MotRow> rows;

  private MotFile(List<MotRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * Reads a file whole.
   *
   * @param picture size of the pictures, which makes the boxes relative
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static MotFile read(Reader text, Size picture) throws IOException {
    List<MotRow> rows = new ArrayList<>();
    BufferedReader lines = new BufferedReader(text);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      String plain = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (!plain.isBlank()) {
        rows.add(MotRow.parse(plain, picture, number));
      }
    }
    return new MotFile(rows);
  }

  /** One line of such a file, as a tracker's result. */
  public static String line(TracedBox traced, double confidence, Size picture) {
    RelativeBox box = traced.box();
    return String.format(
        Locale.ROOT,
        "%d,%d,%.2f,%.2f,%.2f,%.2f,%.4f,-1,-1,-1%n",
        traced.frame(),
        traced.id(),
        box.x() * picture.width(),
        box.y() * picture.height(),
        box.w() * picture.width(),
        box.h() * picture.height(),
        confidence);
  }

  /** Whether it says which boxes are the same object; files of detections do not. */
  public boolean isTracked() {
    return rows.stream().anyMatch(row -> row.box().id() >= 0);
  }

  /**
   * All boxes as a tracker's, in the file's order.
   *
   * @throws IllegalArgumentException when an object is twice in a frame
   */
  public List<TracedBox> tracks() {
    requireOnceAFrame();
    return rows.stream().map(MotRow::box).toList();
  }

  /**
   * All boxes as the truth about objects of one class, where the file has classes.
   *
   * @param sequence name of the sequence, as {@code MOT20-01}
   * @throws IllegalArgumentException when an object is twice in a frame, or has no id
   */
  public MotTruth truth(int kind, String sequence) {
    for (MotRow row : rows) {
      if (row.box().id() < 0) {
        throw row.complaint("expected the id of an object, found \"" + row.box().id() + "\"");
      }
    }
    requireOnceAFrame();
    return MotTruth.of(rows, kind, sequence);
  }

  /**
   * All boxes as detections. Confidences are made parts of 1: as they are where all are, as
   * percents where some are above 10, and otherwise as scores without bounds, of which 0 becomes
   * 0.5. Where a file has none above 0 all are sure.
   */
  public List<TrackerRun.Found> detections(String label) {
    double largest = rows.stream().mapToDouble(MotRow::confidence).max().orElse(1);
    double smallest = rows.stream().mapToDouble(MotRow::confidence).min().orElse(0);
    List<TrackerRun.Found> found = new ArrayList<>();
    for (MotRow row : rows) {
      double confidence = part(row.confidence(), smallest, largest);
      Detection detection = new Detection(label, confidence, row.box().box());
      found.add(new TrackerRun.Found(row.box().frame(), detection));
    }
    return found;
  }

  private static double part(double score, double smallest, double largest) {
    if (largest <= 0) {
      return 1;
    }
    if (largest > PERCENT_FROM) {
      return Math.min(1, Math.max(0, score / 100));
    }
    return smallest >= 0 && largest <= 1 ? score : 1 / (1 + Math.exp(-score));
  }

  private void requireOnceAFrame() {
    Set<List<Long>> seen = new HashSet<>();
    for (MotRow row : rows) {
      if (!seen.add(List.of((long) row.box().frame(), row.box().id()))) {
        throw row.complaint(
            "expected each id once a frame, found "
                + row.box().id()
                + " again in frame "
                + row.box().frame()
                + "; detections without identity have the id -1");
      }
    }
  }
}
