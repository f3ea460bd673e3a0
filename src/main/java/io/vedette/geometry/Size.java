package io.vedette.geometry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Width and height in pixels, both at least 1. Immutable. */
public record Size(int width, int height) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:[xX\u00d7](\\d{1,6}))?");

  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "size must be at least 1x1, found " + width + "x" + height);
    }
  }

  public static Size square(int side) {
    return new Size(side, side);
  }

  /**
   * A size as people write it: {@code 416x256}, width first, or {@code 640} for a square.
   *
   * @throws IllegalArgumentException that begins with "expected" when the text is neither
   */
  public static Size parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "expected width and height as 416x256, or one number for a square");
    }
    int width = Integer.parseInt(form.group(1));
    int height = form.group(2) == null ? width : Integer.parseInt(form.group(2));
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("expected a size of at least 1x1");
    }
    return new Size(width, height);
  }

  public long area() {
    return (long) width * height;
  }

  public boolean isSquare() {
    return width == height;
  }

  /** The size after a quarter turn. */
  public Size turned() {
    return new Size(/* width= */ height, /* height= */ width);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
