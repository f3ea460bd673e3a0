package io.vedette.model.optimise;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). */
public final class AdamW implements Optimiser {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;
  private static final double EPSILON = 1e-8;

  private final Tensor mean;
  private final Tensor square;
  private final double decay;
  private final int decayed;

  /**
   * @param values the parameters
   * @param decay part of a value that is lost per unit of rate
   * @param decayed how many values from the beginning are subject to it
   */
  public AdamW(Tensor values, double decay, int decayed) {
    this.mean = zeros_like(values);
    this.square = zeros_like(values);
    this.decay = decay;
    this.decayed = decayed;
  }

  @Override
  public void update(Tensor values, Tensor gradient, long step, double rate) {
    mean.lerp_(gradient, new Scalar(1 - FIRST));
    square.mul_(new Scalar(SECOND)).addcmul_(gradient, gradient, new Scalar(1 - SECOND));
    double meanLeft = 1 - Math.pow(FIRST, (double) step);
    double squareLeft = 1 - Math.pow(SECOND, (double) step);
    Tensor scale = square.sqrt().div_(new Scalar(Math.sqrt(squareLeft))).add_(new Scalar(EPSILON));
    values.narrow(0, 0, decayed).mul_(new Scalar(1 - rate * decay));
    values.addcdiv_(mean, scale, new Scalar(-rate / meanLeft));
  }

  @Override
  public Map<String, Tensor> memory() {
    return Map.of("adam.mean", mean, "adam.square", square);
  }
}
