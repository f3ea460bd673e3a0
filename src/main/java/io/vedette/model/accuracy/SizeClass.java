package io.vedette.model.accuracy;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;

/**
 * The size of an object: the square root of its box's area in pixels, with the picture's longer
 * side scaled to 320. So an object keeps its class whatever a model's input size is.
 */
public enum SizeClass {
  TINY("< 16 px", 16),
  SMALL("16-32 px", 32),
  MEDIUM("32-64 px", 64),
  LARGE("> 64 px", Double.POSITIVE_INFINITY);

  private static final double LONGER_SIDE = 320;

  private final String range;
  private final double below;

  SizeClass(String range, double below) {
    this.range = range;
    this.below = below;
  }

  /** The class's range in tables. */
  public String range() {
    return range;
  }

  static SizeClass of(RelativeBox box, Size picture) {
    double scale = LONGER_SIDE / Math.max(picture.width(), picture.height());
    double side = scale * Math.sqrt(box.area() * picture.area());
    for (SizeClass one : values()) {
      if (side < one.below) {
        return one;
      }
    }
    return LARGE;
  }
}
