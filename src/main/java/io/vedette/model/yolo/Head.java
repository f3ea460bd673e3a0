package io.vedette.model.yolo;

import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Operators;
import java.util.List;
import java.util.stream.IntStream;

/**
 * YOLOv5's head: one 1×1 convolution per scale, {@code 3 × (5 + classes)} channels: x, y, width,
 * height, objectness and a score per class of each anchor, before the sigmoid. Immutable.
 */
public record Head(List<Conv> scales) {
  /** Anchors per scale. */
  public static final int ANCHORS = 3;

  /** Numbers per anchor before the class scores. */
  public static final int BOX = 5;

  public Head {
    scales = List.copyOf(scales);
  }

  static Head of(List<Integer> in, int classes) {
    return new Head(
        IntStream.range(0, in.size())
            .mapToObj(i -> Conv.pointwise("detect.m." + i, in.get(i), ANCHORS * (BOX + classes)))
            .toList());
  }

  /** The raw maps, finest first. */
  <V> List<V> apply(List<V> features, Operators<V> operators) {
    return IntStream.range(0, scales.size())
        .mapToObj(i -> scales.get(i).apply(features.get(i), operators))
        .toList();
  }
}
