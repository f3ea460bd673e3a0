package io.vedette.model.repvit;

import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;
import io.vedette.model.repvit.RepVitVariant.BlockShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The block of RepViT: a token mixer, which mixes neighbouring places in each channel, and a
 * channel mixer, which mixes channels in each place. Immutable.
 *
 * <p>Within a stage the token mixer is RepDW, with squeeze and excitation in every other block.
 * Between stages the block is the paper's deeper downsampling layer: a depthwise 3×3 convolution of
 * stride 2, a 1×1 convolution to the next stage's channels, then a channel mixer there.
 */
record RepVitBlock(List<Layer> tokenMixer, ChannelMixer channelMixer) implements Layer {
  RepVitBlock {
    tokenMixer = List.copyOf(tokenMixer);
  }

  static RepVitBlock of(String name, int in, BlockShape shape) {
    String mixer = name + ".token_mixer";
    List<Layer> tokens = new ArrayList<>();
    tokens.add(
        shape.halves() ? Cb.depthwise(mixer + ".0", in, 3, 2) : RepDepthwise.of(mixer + ".0", in));
    if (shape.squeezes()) {
      tokens.add(SqueezeExcite.of(mixer + ".1", in));
    }
    if (shape.halves()) {
      tokens.add(Cb.of(mixer + ".2", in, shape.channels(), 1, 1));
    }
    return new RepVitBlock(tokens, ChannelMixer.of(name + ".channel_mixer", shape.channels()));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    return channelMixer.apply(Layer.chain(tokenMixer, x, operators), operators);
  }
}
