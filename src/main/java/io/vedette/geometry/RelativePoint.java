package io.vedette.geometry;

import java.util.ArrayList;
import java.util.List;

/** A point as fractions of its picture, from the top left. Immutable. */
public record RelativePoint(double x, double y) {
  /**
   * Points written as {@code x,y x,y …}, each number 0–1.
   *
   * @throws IllegalArgumentException with "expected …, found …"
   */
  static List<RelativePoint> parseAll(String text) {
    List<RelativePoint> points = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      points.add(parse(word));
    }
    return points;
  }

  private static RelativePoint parse(String word) {
    String[] numbers = word.split(",", -1);
    if (numbers.length != 2) {
      throw new IllegalArgumentException(
          "expected points as x,y between 0 and 1, separated by spaces, found \"" + word + "\"");
    }
    return new RelativePoint(fraction(numbers[0], word), fraction(numbers[1], word));
  }

  private static double fraction(String number, String word) {
    double value;
    try {
      value = Double.parseDouble(number);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "expected a part of the picture, 0 to 1, found \"" + number + "\" in \"" + word + "\"");
    }
    return value + 0.0; // no -0, which would be another point
  }
}
