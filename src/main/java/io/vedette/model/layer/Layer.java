package io.vedette.model.layer;

import java.util.List;

/** A part of a network that turns one feature map into another. Immutable. */
public interface Layer {
  <V> V apply(V x, Operators<V> operators);

  /** One layer after the other. */
  static <V> V chain(List<? extends Layer> layers, V x, Operators<V> operators) {
    V last = x;
    for (Layer layer : layers) {
      last = layer.apply(last, operators);
    }
    return last;
  }
}
