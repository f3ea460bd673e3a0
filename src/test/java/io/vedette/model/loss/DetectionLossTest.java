package io.vedette.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.model.augment.SoftTarget;
import io.vedette.model.augment.Target;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.Tensors;
import io.vedette.model.yolo.Anchors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** The loss taken down to its least on free maps: what a network would say that learnt all. */
class DetectionLossTest {
  private static final int CLASSES = 2;
  private static final int SIDE = 64;
  private static final int COLUMNS = 5 + CLASSES;
  private static final Anchors ANCHORS = Anchors.COCO.scaled(0.5);

  @Test
  void shouldTeachTheScoresAndTheBoxOfATeacher() {
    SoftTarget seen = new SoftTarget(20, 20, 16, 18, new float[] {0.6f, 0.15f}, 0, 1);

    float[] row = learnt(List.of(), List.of(seen), 2, 2);

    assertThat(confidence(row, 0)).isCloseTo(0.6, within(0.03));
    assertThat(confidence(row, 1)).isCloseTo(0.15, within(0.03));
    assertThat(width(row)).isCloseTo(16, within(0.8));
  }

  @Test
  void shouldTeachNothingWhereNobodySeesAnything() {
    float[] row = learnt(List.of(), List.of(), 2, 2);

    assertThat(sigmoid(row[4])).isLessThan(0.03);
  }

  @Test
  void shouldBelieveLabelsMoreThanTeachers() {
    Target label = new Target(1, 20, 20, 16, 18, 1);
    SoftTarget seen = new SoftTarget(20, 20, 16, 18, new float[] {0.6f, 0.1f}, 0, 1);

    float[] row = learnt(List.of(label), List.of(seen), 2, 2);

    assertThat(confidence(row, 1)).isGreaterThan(0.9);
    assertThat(confidence(row, 0)).isLessThan(0.1);
  }

  /** The row of the finest map's second anchor at a cell, after many steps down the loss. */
  private static float[] learnt(List<Target> labels, List<SoftTarget> seen, int column, int row) {
    DetectionLoss loss = new DetectionLoss(ANCHORS, CLASSES, new LossGains(1, 1, 1));
    float[] found = new float[COLUMNS];
    NativeScope.run(
        () -> {
          List<Tensor> maps = new ArrayList<>();
          for (int stride : List.of(8, 16, 32)) {
            int cells = SIDE / stride;
            maps.add(
                Tensors.of(new float[3 * COLUMNS * cells * cells], 1, 3 * COLUMNS, cells, cells)
                    .clone());
          }
          for (int step = 0; step < 300; step++) {
            descend(loss, maps, labels, seen);
          }
          float[] values = Tensors.floats(maps.get(0));
          int cells = SIDE / 8;
          for (int i = 0; i < COLUMNS; i++) {
            found[i] = values[((COLUMNS + i) * cells + row) * cells + column];
          }
        });
    return found;
  }

  private static void descend(
      DetectionLoss loss, List<Tensor> maps, List<Target> labels, List<SoftTarget> seen) {
    NativeScope.run(
        () -> {
          List<Tensor> leaves = new ArrayList<>();
          for (Tensor map : maps) {
            Tensor leaf = map.detach().clone();
            leaf.set_requires_grad(true);
            leaves.add(leaf);
          }
          loss.of(leaves, List.of(labels), List.of(seen)).sum().backward();
          for (int i = 0; i < maps.size(); i++) {
            // By the sign, so that cells among many learn as fast as one alone.
            Tensor step = leaves.get(i).grad().sign().mul(new Scalar(0.02));
            maps.get(i).sub_(step);
          }
        });
  }

  private static double confidence(float[] row, int label) {
    return sigmoid(row[4]) * sigmoid(row[5 + label]);
  }

  private static double width(float[] row) {
    double twice = 2 * sigmoid(row[2]);
    return twice * twice * ANCHORS.at(0)[2];
  }

  private static double sigmoid(double value) {
    return 1 / (1 + Math.exp(-value));
  }
}
