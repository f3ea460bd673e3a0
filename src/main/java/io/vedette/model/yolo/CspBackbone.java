package io.vedette.model.yolo;

import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;
import java.util.List;

/** YOLOv5's own backbone (v6/v7), which RepViT replaces; kept for comparison. Immutable. */
public final class CspBackbone implements Backbone {
  private final List<Layer> toP3;
  private final List<Layer> toP4;
  private final List<Layer> toP5;
  private final List<Integer> channels;

  public CspBackbone(YoloSize size) {
    int c1 = size.channels(64);
    int c2 = size.channels(128);
    int c3 = size.channels(256);
    int c4 = size.channels(512);
    int c5 = size.channels(1024);
    channels = List.of(c3, c4, c5);
    toP3 =
        List.of(
            ConvSilu.of("backbone.0", new Conv("backbone.0.conv", 3, c1, 6, 2, 2, 1, false)),
            ConvSilu.of("backbone.1", c1, c2, 3, 2),
            C3.withShortcuts("backbone.2", c2, size.repeats(3)),
            ConvSilu.of("backbone.3", c2, c3, 3, 2),
            C3.withShortcuts("backbone.4", c3, size.repeats(6)));
    toP4 =
        List.of(
            ConvSilu.of("backbone.5", c3, c4, 3, 2),
            C3.withShortcuts("backbone.6", c4, size.repeats(9)));
    toP5 =
        List.of(
            ConvSilu.of("backbone.7", c4, c5, 3, 2),
            C3.withShortcuts("backbone.8", c5, size.repeats(3)));
  }

  @Override
  public List<Integer> channels() {
    return channels;
  }

  @Override
  public <V> List<V> features(V pictures, Operators<V> operators) {
    V p3 = Layer.chain(toP3, pictures, operators);
    V p4 = Layer.chain(toP4, p3, operators);
    return List.of(p3, p4, Layer.chain(toP5, p4, operators));
  }
}
