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

  /**
   * The way back, so that a model that was exported can be trained further: weights of the trained
   * form that give what the one convolution does, with statistics as measured.
   */
  void unfold(Kernel kernel, ShapeProbe probe, Weights into);

  @Override
  default <V> V apply(V x, Operators<V> operators) {
    return operators.branches(this, x);
  }
}
