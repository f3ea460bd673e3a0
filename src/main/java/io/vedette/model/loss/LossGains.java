package io.vedette.model.loss;

/**
 * The weights of the parts of the loss. Immutable.
 *
 * @param box 1 − CIoU of the boxes that are to find an object
 * @param objectness of all boxes
 * @param label classes of the boxes that are to find an object
 */
public record LossGains(double box, double objectness, double label) {
  public static final LossGains DEFAULT = new LossGains(0.15, 0.7, 0.3);
}
