package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The layout of an output that has a box and a score of every class at each place.
 *
 * @param boxes the numbers of boxes
 * @param scores one for each class, and a last one for no object if there is a softmax
 * @param objectness that scores are multiplied with; null where there is none
 * @param coding the coding of boxes
 * @param activation that turns scores into 0–1
 */
public record DenseLayout(
    TensorPart boxes,
    TensorPart scores,
    @Nullable TensorPart objectness,
    BoxCoding coding,
    Activation activation)
    implements Layout {
  /** The function from scores to numbers of 0–1. */
  public enum Activation {
    /** They are. */
    NONE,
    /** Each by itself. */
    SIGMOID,
    /** All together, the last one being no object. */
    SOFTMAX
  }

  @Override
  public Points points(List<Tensor> tensors, int slot, Size size) {
    return new DensePoints(this, tensors, slot, size);
  }

  @Override
  public boolean isRegular() {
    return true;
  }

  @Override
  public int boxes(List<Sample.Value> outputs) {
    return outputs.get(boxes.tensor()).length(boxes.order() == TensorPart.Order.TURNED ? 2 : 1);
  }

  /** The number of classes. */
  int classes() {
    return scores.columns() - (activation == Activation.SOFTMAX ? 1 : 0);
  }

  @Override
  public Optional<Tail> tail() {
    return Optional.of(this::nodes);
  }

  private Ends nodes(TailGraph graph, List<String> outputs, int boxCount) {
    String numbers = graph.part(outputs.get(boxes.tensor()), boxes);
    String raw = graph.part(outputs.get(scores.tensor()), scores);
    String active =
        switch (activation) {
          case NONE -> raw;
          case SIGMOID -> graph.unary("Sigmoid", raw);
          case SOFTMAX -> graph.slice(graph.softmax(raw), 0, classes());
        };
    TensorPart factor = objectness;
    if (factor != null) {
      String objects = graph.part(outputs.get(factor.tensor()), factor);
      active = graph.binary("Mul", active, objects);
    }
    return new Ends(coding.nodes(graph, numbers), active);
  }
}
