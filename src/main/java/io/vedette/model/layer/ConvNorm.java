package io.vedette.model.layer;

/** A convolution without bias, then batch normalisation. Immutable. */
public record ConvNorm(String name, Conv conv, BatchNorm norm) implements Reparameterisable {
  /** The length of a filter's numbers, as a vector, before training. */
  private static final double INITIAL_LENGTH = 1 / Math.sqrt(3);

  @Override
  public <V> V branches(V x, Operators<V> operators) {
    return operators.norm(norm, operators.conv(conv, x));
  }

  @Override
  public Conv folded() {
    return conv.withBias(name);
  }

  @Override
  public Kernel fold(Weights weights) {
    return norm.fold(Kernel.of(conv, weights), weights);
  }

  @Override
  public void unfold(Kernel kernel, ShapeProbe probe, Weights into) {
    double[] factors = kernel.factorsToLength(INITIAL_LENGTH);
    double[] weight = kernel.scaled(factors);
    into.put(conv, new Kernel(weight, new double[0]));
    norm.unfold(probe.moments(conv, weight), factors, kernel.bias(), into);
  }
}
