package io.vedette.model.yolo;

import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;

/**
 * A bottleneck: a 1×1 then a 3×3 convolution, added to the input if it has a shortcut. Immutable.
 */
record Bottleneck(ConvSilu point, ConvSilu around, boolean hasShortcut) implements Layer {
  static Bottleneck of(String name, int channels, boolean hasShortcut) {
    return new Bottleneck(
        ConvSilu.of(name + ".cv1", channels, channels, 1, 1),
        ConvSilu.of(name + ".cv2", channels, channels, 3, 1),
        hasShortcut);
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    V y = around.apply(point.apply(x, operators), operators);
    return hasShortcut ? operators.add(x, y) : y;
  }
}
