package io.vedette.model.augment;

/**
 * An object of a training picture, in its pixels. Immutable.
 *
 * @param label index of its class
 * @param cx of its box's middle
 * @param cy of its box's middle
 * @param width the width of its box
 * @param height the height of its box
 * @param certainty that it is there, 0–1: 1 when labelled by people
 */
public record Target(int label, float cx, float cy, float width, float height, float certainty) {
  /** Overlap ÷ union with another one, 0–1. */
  public double iou(Target other) {
    double wide =
        Math.min(cx + width / 2, other.cx + other.width / 2)
            - Math.max(cx - width / 2, other.cx - other.width / 2);
    double high =
        Math.min(cy + height / 2, other.cy + other.height / 2)
            - Math.max(cy - height / 2, other.cy - other.height / 2);
    if (wide <= 0 || high <= 0) {
      return 0;
    }
    double common = wide * high;
    return common / (width * height + other.width * other.height - common);
  }
}
