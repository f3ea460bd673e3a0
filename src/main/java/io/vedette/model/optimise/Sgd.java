package io.vedette.model.optimise;

import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Stochastic gradient descent with Nesterov's momentum. */
public final class Sgd implements Optimiser {
  private static final double MOMENTUM = 0.937;

  private final Tensor velocity;
  private final double decay;
  private final int decayed;

  /**
   * @param values the parameters
   * @param decay factor of a value that is added to its gradient
   * @param decayed how many values from the beginning are subject to it
   */
  public Sgd(Tensor values, double decay, int decayed) {
    this.velocity = zeros_like(values);
    this.decay = decay;
    this.decayed = decayed;
  }

  @Override
  public void update(Tensor values, Tensor gradient, long step, double rate) {
    gradient.narrow(0, 0, decayed).add_(values.narrow(0, 0, decayed), new Scalar(decay));
    velocity.mul_(new Scalar(MOMENTUM)).add_(gradient);
    values.add_(gradient.add(velocity, new Scalar(MOMENTUM)), new Scalar(-rate));
  }

  @Override
  public Map<String, Tensor> memory() {
    return Map.of("sgd.velocity", velocity);
  }
}
