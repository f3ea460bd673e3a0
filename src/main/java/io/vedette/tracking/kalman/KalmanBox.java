package io.vedette.tracking.kalman;

import io.vedette.geometry.RelativeBox;

/**
 * The Kalman filter of a box in motion: centre, aspect ratio and height, each with its velocity.
 * Immutable.
 *
 * <p>All deviations are parts of the box's height (of the ratio itself for the aspect), as a near
 * object moves and trembles more than a far one. They belong to seconds, not to frames.
 *
 * @param aspect width ÷ height, both relative to the picture
 */
public record KalmanBox(Axis x, Axis y, Axis aspect, Axis height) {
  private static final double MEASURED = 0.05;
  private static final double MEASURED_ASPECT = 0.1;
  private static final double BORN = 0.1;
  private static final double BORN_VELOCITY = 1.9;
  private static final double WANDER = 0.1;
  private static final double SWAY = 0.3;
  private static final double ASPECT_WANDER = 0.8;
  private static final double LOOSE = 0.5;
  private static final double LEAST = 1e-4;

  public static KalmanBox of(RelativeBox box) {
    double height = Math.max(LEAST, box.h());
    double aspect = aspectOf(box);
    return new KalmanBox(
        Axis.at(box.x() + box.w() / 2, BORN * height, BORN_VELOCITY * height),
        Axis.at(box.y() + box.h() / 2, BORN * height, BORN_VELOCITY * height),
        Axis.at(aspect, MEASURED_ASPECT * aspect, 0),
        Axis.at(height, BORN * height, BORN_VELOCITY * height));
  }

  public KalmanBox after(double seconds) {
    double scale = scale();
    return new KalmanBox(
        x.after(seconds, WANDER * scale, SWAY * scale),
        y.after(seconds, WANDER * scale, SWAY * scale),
        aspect.after(seconds, ASPECT_WANDER * Math.abs(aspect.position()), 0),
        height.after(seconds, WANDER * scale, SWAY * scale));
  }

  public KalmanBox measured(RelativeBox box) {
    double deviation = MEASURED * scale();
    double ratio = aspectOf(box);
    return new KalmanBox(
        x.measured(box.x() + box.w() / 2, deviation),
        y.measured(box.y() + box.h() / 2, deviation),
        aspect.measured(ratio, MEASURED_ASPECT * ratio),
        height.measured(box.h(), deviation));
  }

  /** The box without growing or shrinking, so that a hidden object's size does not run away. */
  public KalmanBox ofConstantSize() {
    return new KalmanBox(x, y, aspect, height.still());
  }

  /** The box without any velocity. */
  public KalmanBox resting() {
    return new KalmanBox(x.still(), y.still(), aspect, height.still());
  }

  /** The box, also where it reaches beyond the picture. */
  public RelativeBox box() {
    double h = scale();
    double w = Math.max(LEAST, aspect.position() * h);
    return new RelativeBox(x.position() - w / 2, y.position() - h / 2, w, h);
  }

  /**
   * Overlap with another box when both may be off by the position's deviation, up to half of this
   * box's size on each side; for a box whose place is uncertain.
   */
  public double looseOverlap(RelativeBox other) {
    RelativeBox box = box();
    double across = Math.min(Math.sqrt(x.positionVariance()), LOOSE * box.w());
    double along = Math.min(Math.sqrt(y.positionVariance()), LOOSE * box.h());
    return grown(box, across, along).iou(grown(other, across, along));
  }

  private static RelativeBox grown(RelativeBox box, double across, double along) {
    return new RelativeBox(
        box.x() - across, box.y() - along, box.w() + 2 * across, box.h() + 2 * along);
  }

  private double scale() {
    return Math.max(LEAST, height.position());
  }

  private static double aspectOf(RelativeBox box) {
    return Math.max(LEAST, box.w()) / Math.max(LEAST, box.h());
  }
}
