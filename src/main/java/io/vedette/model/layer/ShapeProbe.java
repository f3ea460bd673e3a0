package io.vedette.model.layer;

/** Operators that measure the size of the map after a convolution. */
public interface ShapeProbe {
  /**
   * Moments of the convolution's output, without its bias.
   *
   * @param weight {@code [out, in / groups, kernel, kernel]}
   */
  Moments moments(Conv conv, double[] weight);
}
