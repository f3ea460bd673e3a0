package io.vedette.model.yolo;

import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;
import java.util.List;

/**
 * YOLOv5's {@code SPPF}: the map beside its largest values over 5, 9 and 13 pixels, by three pools
 * in a row. Immutable.
 */
record Sppf(ConvSilu reduce, ConvSilu join) implements Layer {
  private static final int KERNEL = 5;

  static Sppf of(String name, int in, int out) {
    return new Sppf(
        ConvSilu.of(name + ".cv1", in, in / 2, 1, 1),
        ConvSilu.of(name + ".cv2", in / 2 * 4, out, 1, 1));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    V near = reduce.apply(x, operators);
    V wider = operators.maxPool(near, KERNEL);
    V wide = operators.maxPool(wider, KERNEL);
    V widest = operators.maxPool(wide, KERNEL);
    return join.apply(operators.concat(List.of(near, wider, wide, widest)), operators);
  }
}
