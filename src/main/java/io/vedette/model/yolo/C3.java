package io.vedette.model.yolo;

import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;
import java.util.List;
import java.util.stream.IntStream;

/**
 * YOLOv5's {@code C3}: half the channels through bottlenecks, half past them, joined by a 1×1
 * convolution. Immutable.
 */
record C3(ConvSilu through, List<Bottleneck> bottlenecks, ConvSilu past, ConvSilu join)
    implements Layer {
  C3 {
    bottlenecks = List.copyOf(bottlenecks);
  }

  /** The neck's: its bottlenecks have no shortcuts. */
  static C3 of(String name, int in, int out, int repeats) {
    return of(name, in, out, repeats, false);
  }

  /** The backbone's: its bottlenecks have shortcuts. */
  static C3 withShortcuts(String name, int channels, int repeats) {
    return of(name, channels, channels, repeats, true);
  }

  private static C3 of(String name, int in, int out, int repeats, boolean hasShortcut) {
    int half = out / 2;
    return new C3(
        ConvSilu.of(name + ".cv1", in, half, 1, 1),
        IntStream.range(0, repeats)
            .mapToObj(i -> Bottleneck.of(name + ".m." + i, half, hasShortcut))
            .toList(),
        ConvSilu.of(name + ".cv2", in, half, 1, 1),
        ConvSilu.of(name + ".cv3", 2 * half, out, 1, 1));
  }

  @Override
  public <V> V apply(V x, Operators<V> operators) {
    V deep = Layer.chain(bottlenecks, through.apply(x, operators), operators);
    return join.apply(operators.concat(List.of(deep, past.apply(x, operators))), operators);
  }
}
