package io.vedette.model.yolo;

import io.vedette.model.layer.Operators;
import java.util.List;

/** The first part of a network, which turns the picture into maps at three strides. Immutable. */
public interface Backbone {
  /** Channels of P3, P4 and P5. */
  List<Integer> channels();

  /** P3, P4 and P5: maps at strides 8, 16 and 32 of {@code [batch, 3, height, width]}. */
  <V> List<V> features(V pictures, Operators<V> operators);
}
