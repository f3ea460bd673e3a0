package io.vedette.model.repvit;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.ConvNorm;

/**
 * RepViT's convolutions with batch normalisation and without activation, under the reference's
 * parameter names.
 */
final class Cb {
  private Cb() {}

  static ConvNorm of(String name, int in, int out, int kernel, int stride) {
    return normed(name, Conv.of(name + ".c", in, out, kernel, stride), 1);
  }

  static ConvNorm depthwise(String name, int channels, int kernel, int stride) {
    return normed(name, Conv.depthwise(name + ".c", channels, kernel, stride), 1);
  }

  /** One whose residual branch is silent before training. */
  static ConvNorm silent(String name, int in, int out) {
    return normed(name, Conv.of(name + ".c", in, out, 1, 1), 0);
  }

  private static ConvNorm normed(String name, Conv conv, float initialWeight) {
    return new ConvNorm(name, conv, new BatchNorm(name + ".bn", conv.out(), initialWeight));
  }
}
