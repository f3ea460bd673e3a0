package io.vedette.model.data;

import io.vedette.geometry.RelativeBox;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The label files of YOLO: a line per object, {@code class cx cy w h}, the box relative to the
 * picture. Boxes are cut off at the picture's borders.
 */
final class YoloLabels {
  private static final int NUMBERS = 5;

  /** Numbers may lie outside 0–1 by as much, as rounding leaves them. */
  private static final double SLACK = 0.01;

  private final int classes;
  private final List<LeftOut> leftOut;

  YoloLabels(int classes, List<LeftOut> leftOut) {
    this.classes = classes;
    this.leftOut = leftOut;
  }

  /** The boxes of a file; lines that make none are noted and left out, doubles silently. */
  List<LabelledBox> parse(String file, String text) {
    Set<LabelledBox> boxes = new LinkedHashSet<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          boxes.add(box(lines.get(i).strip().split("\\s+", -1)));
        } catch (IllegalArgumentException e) {
          leftOut.add(new LeftOut(file + ":" + (i + 1), String.valueOf(e.getMessage())));
        }
      }
    }
    return new ArrayList<>(boxes);
  }

  private LabelledBox box(String[] words) {
    if (words.length < NUMBERS) {
      throw new IllegalArgumentException(
          "expected class cx cy w h, found " + String.join(" ", words));
    }
    int label = label(words[0]);
    for (int i = 1; i < words.length; i++) {
      double number = number(words[i]);
      if (number < -SLACK || number > 1 + SLACK) {
        throw new IllegalArgumentException(
            "expected numbers of 0–1, parts of the picture, found " + String.join(" ", words));
      }
    }
    double[] corners = words.length == NUMBERS ? corners(words) : around(words);
    RelativeBox box = RelativeBox.ofCorners(corners[0], corners[1], corners[2], corners[3]);
    if (box.area() <= 0) {
      throw new IllegalArgumentException("box without area: " + String.join(" ", words));
    }
    return new LabelledBox(label, box);
  }

  private int label(String word) {
    double label = number(word);
    if (label != Math.rint(label) || label < 0 || label >= classes) {
      throw new IllegalArgumentException("class: expected 0–" + (classes - 1) + ", found " + word);
    }
    return (int) label;
  }

  private static double[] corners(String[] words) {
    double cx = number(words[1]);
    double cy = number(words[2]);
    double w = number(words[3]);
    double h = number(words[4]);
    return new double[] {cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2};
  }

  /** The box around a polygon {@code class x y x y …}, as segmentation sets have them. */
  private static double[] around(String[] words) {
    if (words.length < 7 || words.length % 2 == 0) {
      throw new IllegalArgumentException(
          "expected class cx cy w h or class x y x y x y …, found " + words.length + " words");
    }
    double[] corners = {1, 1, 0, 0};
    for (int i = 1; i < words.length; i += 2) {
      double x = number(words[i]);
      double y = number(words[i + 1]);
      corners[0] = Math.min(corners[0], x);
      corners[1] = Math.min(corners[1], y);
      corners[2] = Math.max(corners[2], x);
      corners[3] = Math.max(corners[3], y);
    }
    return corners;
  }

  private static double number(String word) {
    try {
      double value = Double.parseDouble(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number, found " + word, e);
    }
    throw new IllegalArgumentException("expected a number, found " + word);
  }
}
