package io.vedette.model.yolo;

import io.vedette.model.layer.Operators;
import java.util.List;

/** The whole network of a detector: backbone, neck and head. Immutable. */
public final class DetectorNetwork {
  /** Pixels per cell of the three scales. */
  public static final List<Integer> STRIDES = List.of(8, 16, 32);

  private final Backbone backbone;
  private final Neck neck;
  private final Head head;

  public DetectorNetwork(Backbone backbone, YoloSize size, int classes) {
    List<Integer> channels = List.of(size.channels(256), size.channels(512), size.channels(1024));
    this.backbone = backbone;
    this.neck = Neck.of(backbone.channels(), channels, size.repeats(3));
    this.head = Head.of(channels, classes);
  }

  public Head head() {
    return head;
  }

  /**
   * The head's raw maps, {@code [batch, 3 × (5 + classes), height / stride, width / stride]}, from
   * pictures {@code [batch, 3, height, width]}, RGB, 0–1.
   */
  public <V> List<V> apply(V pictures, Operators<V> operators) {
    return head.apply(neck.apply(backbone.features(pictures, operators), operators), operators);
  }
}
