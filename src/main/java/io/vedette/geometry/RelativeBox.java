package io.vedette.geometry;

/**
 * A box as fractions of its picture: top-left corner and size, all 0–1, so that it survives
 * resizing. Immutable.
 */
public record RelativeBox(double x, double y, double w, double h) {
  /** The box between two corners, cut off at the picture's edges. */
  public static RelativeBox ofCorners(double left, double top, double right, double bottom) {
    double x = clamp(left);
    double y = clamp(top);
    return new RelativeBox(x, y, Math.max(0, clamp(right) - x), Math.max(0, clamp(bottom) - y));
  }

  public double right() {
    return x + w;
  }

  public double bottom() {
    return y + h;
  }

  public double area() {
    return w * h;
  }

  /** The middle of the lower edge: where the object stands. */
  public RelativePoint anchor() {
    return new RelativePoint(x + w / 2, bottom());
  }

  /** Overlap ÷ union with another box, 0–1. */
  public double iou(RelativeBox other) {
    double width = Math.min(right(), other.right()) - Math.max(x, other.x);
    double height = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double overlap = width * height;
    return overlap / (area() + other.area() - overlap);
  }

  /** Overlap ÷ union of the vertical extents of two boxes, 0–1, wherever they are horizontally. */
  public double verticalIou(RelativeBox other) {
    double overlap = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
    double union = Math.max(bottom(), other.bottom()) - Math.min(y, other.y);
    return overlap <= 0 ? 0 : overlap / union;
  }

  private static double clamp(double value) {
    return Math.min(1, Math.max(0, value));
  }
}
