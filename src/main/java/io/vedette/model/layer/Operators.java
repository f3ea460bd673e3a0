package io.vedette.model.layer;

import java.util.List;

/**
 * The operators that layers apply to feature maps. A network is written once, against these; what a
 * map is decides what happens: tensors are computed, ONNX names become a graph, shapes are counted.
 *
 * @param <V> a feature map, {@code [batch, channels, height, width]}
 */
public interface Operators<V> {
  V conv(Conv conv, V x);

  V norm(BatchNorm norm, V x);

  /** The exact one, by the error function. */
  V gelu(V x);

  /** x × sigmoid(x). */
  V silu(V x);

  V relu(V x);

  V sigmoid(V x);

  V add(V a, V b);

  /** Element by element; the scale is {@code [batch, channels, 1, 1]}. */
  V scale(V x, V scale);

  /** Along the channels. */
  V concat(List<V> parts);

  /** Largest of each {@code kernel × kernel} window, at stride 1; keeps the size. */
  V maxPool(V x, int kernel);

  /** Mean over height and width: {@code [batch, channels, 1, 1]}. */
  V mean(V x);

  /** Twice the height and width, nearest neighbour. */
  V upsample(V x);

  /**
   * A layer with branches: runs them, unless these operators are of the re-parameterised form, in
   * which the layer is a single convolution.
   */
  default V branches(Reparameterisable layer, V x) {
    return layer.branches(x, this);
  }
}
