package io.vedette.model.repvit;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.ConvNorm;
import io.vedette.model.layer.Kernel;
import io.vedette.model.layer.Operators;
import io.vedette.model.layer.Reparameterisable;
import io.vedette.model.layer.ShapeProbe;
import io.vedette.model.layer.Weights;

/**
 * RepViT's re-parameterised depthwise convolution, the paper's RepDW: a 3×3, a 1×1 and an identity
 * branch while training, {@code BN(CB3×3(x) + DW1×1(x) + x)}; one 3×3 to run. Immutable.
 */
record RepDepthwise(String name, ConvNorm large, Conv small, BatchNorm norm)
    implements Reparameterisable {
  private static final int KERNEL = 3;

  static RepDepthwise of(String name, int channels) {
    return new RepDepthwise(
        name,
        Cb.depthwise(name + ".conv", channels, KERNEL, 1),
        Conv.depthwise("", channels, 1, 1).withBias(name + ".conv1"),
        new BatchNorm(name + ".bn", channels));
  }

  @Override
  public <V> V branches(V x, Operators<V> operators) {
    V both = operators.add(large.apply(x, operators), small.apply(x, operators));
    return operators.norm(norm, operators.add(both, x));
  }

  @Override
  public Conv folded() {
    return large.conv().withBias(name);
  }

  @Override
  public Kernel fold(Weights weights) {
    Kernel sum = large.fold(weights);
    Kernel point = Kernel.of(small, weights);
    int size = KERNEL * KERNEL;
    for (int channel = 0; channel < small.out(); channel++) {
      sum.weight()[channel * size + size / 2] += point.weight()[channel] + 1; // 1: the identity
      sum.bias()[channel] += point.bias()[channel];
    }
    return norm.fold(sum, weights);
  }

  @Override
  public void unfold(Kernel kernel, ShapeProbe probe, Weights into) {
    double[] factors = kernel.factorsToLength(1);
    int size = KERNEL * KERNEL;
    for (int channel = 0; channel < small.out(); channel++) {
      factors[channel] *= kernel.weight()[channel * size + size / 2] < 0 ? -1 : 1;
    }
    double[] sum = kernel.scaled(factors);
    double[] rest = sum.clone();
    for (int channel = 0; channel < small.out(); channel++) {
      rest[channel * size + size / 2] -= 1; // the identity's part; the 1×1 branch has none
    }
    large.unfold(new Kernel(rest, new double[small.out()]), probe, into);
    into.put(small, new Kernel(new double[small.out()], new double[small.out()]));
    norm.unfold(probe.moments(large.conv(), sum), factors, kernel.bias(), into);
  }
}
