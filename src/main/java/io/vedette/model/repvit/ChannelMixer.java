package io.vedette.model.repvit;

import io.vedette.model.layer.ConvNorm;
import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;

/**
 * The channel mixer of RepViT, which works like a transformer's feed-forward layer: 1×1 to twice as
 * many channels, GELU, 1×1 back, added to the input. Immutable.
 */
record ChannelMixer(ConvNorm expand, ConvNorm project) implements Layer {
  private static final int EXPANSION = 2;

  static ChannelMixer of(String name, int channels) {
    return new ChannelMixer(
        Cb.of(name + ".m.0", channels, EXPANSION * channels, 1, 1),
        Cb.silent(name + ".m.2", EXPANSION * channels, channels));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    V expanded = operators.gelu(expand.apply(x, operators));
    return operators.add(x, project.apply(expanded, operators));
  }
}
