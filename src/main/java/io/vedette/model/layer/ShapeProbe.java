package io.vedette.model.layer;

/** Measures what a convolution would make of the map that a layer is given. */
public interface ShapeProbe {
  /**
   * Moments of the convolution's output, without its bias.
   *
   * @param weight {@code [out, in / groups, kernel, kernel]}
   */
  Moments moments(Conv conv, double[] weight);
}
