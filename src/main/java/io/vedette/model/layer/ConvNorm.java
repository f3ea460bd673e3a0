package io.vedette.model.layer;

/** A convolution without bias, then batch normalisation. Immutable. */
public record ConvNorm(String name, Conv conv, BatchNorm norm) implements Reparameterisable {
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
}
