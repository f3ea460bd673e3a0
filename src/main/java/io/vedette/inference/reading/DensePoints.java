package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import io.vedette.inference.reading.DenseLayout.Activation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The places of a {@link DenseLayout}. */
final class DensePoints implements Points {
  private final DenseLayout layout;
  private final Activation activation;
  private final Size size;
  private final int count;
  private final int classes;
  private final View boxes;
  private final View scores;
  private final @Nullable View objectness;

  DensePoints(DenseLayout layout, List<Tensor> tensors, int slot, Size size) {
    this.layout = layout;
    this.activation = layout.activation();
    this.size = size;
    this.count = layout.boxes().boxes(tensors);
    this.classes = layout.classes();
    this.boxes = layout.boxes().of(tensors, slot);
    this.scores = layout.scores().of(tensors, slot);
    TensorPart factor = layout.objectness();
    this.objectness = factor == null ? null : factor.of(tensors, slot);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public float bound(int point) {
    View factor = objectness;
    return factor == null ? 1 : factor.at(point, 0);
  }

  @Override
  public int best(int point) {
    int best = 0;
    float highest = Float.NEGATIVE_INFINITY;
    for (int classId = 0; classId < classes; classId++) {
      float found = scores.at(point, classId);
      if (found > highest) {
        highest = found;
        best = classId;
      }
    }
    return best;
  }

  @Override
  public float score(int point, int classId) {
    float raw = scores.at(point, classId);
    float active =
        switch (activation) {
          case NONE -> raw;
          case SIGMOID -> (float) (1 / (1 + Math.exp(-raw)));
          case SOFTMAX -> share(point, raw);
        };
    View factor = objectness;
    return factor == null ? active : factor.at(point, 0) * active;
  }

  private float share(int point, float raw) {
    double sum = 0;
    for (int i = 0; i <= classes; i++) {
      sum += Math.exp(scores.at(point, i) - raw);
    }
    return (float) (1 / sum);
  }

  @Override
  public void box(int point, float[] corners) {
    layout.coding().corners(boxes, point, size, corners);
  }
}
