package io.vedette.model.yolo;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.ConvNorm;
import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;

/** YOLOv5's {@code Conv}: convolution, batch normalisation, SiLU. Immutable. */
record ConvSilu(ConvNorm conv) implements Layer {
  static ConvSilu of(String name, int in, int out, int kernel, int stride) {
    return of(name, Conv.of(name + ".conv", in, out, kernel, stride));
  }

  static ConvSilu of(String name, Conv conv) {
    return new ConvSilu(new ConvNorm(name, conv, new BatchNorm(name + ".bn", conv.out())));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    return operators.silu(conv.apply(x, operators));
  }
}
