package io.vedette.model.repvit;

import io.vedette.model.layer.Layer;
import io.vedette.model.layer.Operators;
import io.vedette.model.repvit.RepVitVariant.BlockShape;
import io.vedette.model.yolo.Backbone;
import java.util.ArrayList;
import java.util.List;

/**
 * RepViT without its classifier: a stem and four stages, whose last three outputs, at strides 8, 16
 * and 32, are P3, P4 and P5. Immutable.
 */
public final class RepVit implements Backbone {
  private final Stem stem;
  private final List<List<Layer>> stages = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();

  public RepVit(RepVitVariant variant) {
    int last = variant.stages().get(0).get(0).channels();
    stem = Stem.of("backbone.0", last);
    int index = 1;
    for (List<BlockShape> shapes : variant.stages()) {
      List<Layer> stage = new ArrayList<>();
      for (BlockShape shape : shapes) {
        stage.add(RepVitBlock.of("backbone." + index++, last, shape));
        last = shape.channels();
      }
      stages.add(stage);
      channels.add(last);
    }
  }

  @Override
  public List<Integer> channels() {
    return channels.subList(1, channels.size());
  }

  @Override
  public <V> List<V> features(V pictures, Operators<V> operators) {
    List<V> outputs = new ArrayList<>();
    V last = stem.apply(pictures, operators);
    for (List<Layer> stage : stages) {
      last = Layer.chain(stage, last, operators);
      outputs.add(last);
    }
    return outputs.subList(1, outputs.size());
  }
}
