package io.vedette.model.repvit;

import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;

/**
 * Squeeze and excitation: each channel is scaled by a function of the means of all channels.
 * Immutable.
 */
record SqueezeExcite(Conv squeeze, Conv excite) implements Layer {
  private static final int REDUCTION = 4;
  private static final int GRAIN = 8;

  static SqueezeExcite of(String name, int channels) {
    int reduced = Math.max(GRAIN, GRAIN * Math.round((float) channels / REDUCTION / GRAIN));
    return new SqueezeExcite(
        Conv.pointwise(name + ".fc1", channels, reduced),
        Conv.pointwise(name + ".fc2", reduced, channels));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    V squeezed = operators.relu(squeeze.apply(operators.mean(x), operators));
    return operators.scale(x, operators.sigmoid(excite.apply(squeezed, operators)));
  }
}
