package io.vedette.model.repvit;

import io.vedette.model.layer.ConvNorm;
import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;

/**
 * The stem of RepViT, its early convolutions: it reduces the picture to a quarter of its height and
 * width. Immutable.
 */
record Stem(ConvNorm first, ConvNorm second) implements Layer {
  private static final int COLOURS = 3;

  static Stem of(String name, int channels) {
    return new Stem(
        Cb.of(name + ".0", COLOURS, channels / 2, 3, 2),
        Cb.of(name + ".2", channels / 2, channels, 3, 2));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    return second.apply(operators.gelu(first.apply(x, operators)), operators);
  }
}
