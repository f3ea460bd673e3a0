package io.vedette.model.layer;

/**
 * Structural re-parameterisation: several operations to train, one convolution to run, with the
 * same result. Immutable.
 */
public interface Reparameterisable extends Layer {
  /** The form that is trained. */
  <V> V branches(V x, Operators<V> operators);

  /** The one convolution, which is named as this layer. */
  Conv folded();

  /** The one convolution's weights, from those of the trained form. */
  Kernel fold(Weights weights);

  @Override
  default <V> V apply(V x, Operators<V> operators) {
    return operators.branches(this, x);
  }
}
