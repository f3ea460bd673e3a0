package io.vedette.model.loss;

import static org.bytedeco.pytorch.global.torch.max;
import static org.bytedeco.pytorch.global.torch.min;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The agreement of boxes, pair by pair: CIoU (Zheng et al., 2020), which is the overlap ÷ union
 * less a term for the distance of the centres and one for the difference in aspect ratio.
 * Differentiable.
 */
final class Overlap {
  private static final double EPSILON = 1e-7;
  private static final double ASPECT = 4 / (Math.PI * Math.PI);

  private Overlap() {}

  /**
   * The agreement of each pair, at most 1: {@code [boxes]}.
   *
   * @param a {@code [boxes, 4]}: cx, cy, width, height
   * @param b {@code [boxes, 4]}
   */
  static Tensor complete(Tensor a, Tensor b) {
    Tensor iou = iou(a, b);
    Tensor distance = distance(a, b);
    Tensor difference = aspect(a).sub(aspect(b));
    Tensor aspect = difference.mul(difference).mul(new Scalar(ASPECT));
    Tensor weight = aspect.div(aspect.sub(iou).add(new Scalar(1 + EPSILON))).detach();
    return iou.sub(distance).sub(aspect.mul(weight));
  }

  private static Tensor iou(Tensor a, Tensor b) {
    Tensor corner = min(high(a), high(b)).sub(max(low(a), low(b)));
    Tensor common = area(corner.clamp_min(new Scalar(0)));
    Tensor union = area(size(a)).add(area(size(b))).sub(common);
    return common.div(union.add(new Scalar(EPSILON)));
  }

  /**
   * The squared distance of the middles, divided by the squared diagonal of the box around both.
   */
  private static Tensor distance(Tensor a, Tensor b) {
    Tensor around = max(high(a), high(b)).sub(min(low(a), low(b)));
    Tensor apart = a.narrow(1, 0, 2).sub(b.narrow(1, 0, 2));
    return apart.mul(apart).sum(1).div(around.mul(around).sum(1).add(new Scalar(EPSILON)));
  }

  private static Tensor aspect(Tensor box) {
    return box.select(1, 2).div(box.select(1, 3).add(new Scalar(EPSILON))).atan();
  }

  private static Tensor area(Tensor size) {
    return size.select(1, 0).mul(size.select(1, 1));
  }

  private static Tensor size(Tensor box) {
    return box.narrow(1, 2, 2);
  }

  private static Tensor low(Tensor box) {
    return box.narrow(1, 0, 2).sub(size(box).mul(new Scalar(0.5)));
  }

  private static Tensor high(Tensor box) {
    return box.narrow(1, 0, 2).add(size(box).mul(new Scalar(0.5)));
  }
}
