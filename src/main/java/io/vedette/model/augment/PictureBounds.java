package io.vedette.model.augment;

/** The rectangle around some points. Confined to one thread. */
final class PictureBounds {
  private double left = Double.POSITIVE_INFINITY;
  private double top = Double.POSITIVE_INFINITY;
  private double right = Double.NEGATIVE_INFINITY;
  private double bottom = Double.NEGATIVE_INFINITY;

  void include(double x, double y) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }

  /** The part inside a region; maybe nothing. */
  PictureBounds within(Region region) {
    PictureBounds inside = new PictureBounds();
    inside.left = Math.max(left, region.left());
    inside.top = Math.max(top, region.top());
    inside.right = Math.min(right, region.right());
    inside.bottom = Math.min(bottom, region.bottom());
    return inside;
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }

  double area() {
    return width() * height();
  }

  Target target(int label) {
    return new Target(
        label,
        (float) ((left + right) / 2),
        (float) ((top + bottom) / 2),
        (float) width(),
        (float) height(),
        1);
  }
}
