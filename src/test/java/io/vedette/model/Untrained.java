package io.vedette.model;

import io.vedette.geometry.Size;
import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Weights;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.Initialisation;
import io.vedette.model.yolo.Anchors;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Networks of random weights, normalisations included, so that every part of them shows. */
final class Untrained {
  private Untrained() {}

  static Checkpoint network(String name, int classes, long seed) {
    Architecture architecture = Architecture.parse(name);
    Inventory inventory = architecture.trained(classes, Size.square(64));
    Weights weights = Initialisation.of(inventory, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (BatchNorm norm : inventory.norms()) {
      vary(weights.values(norm.weight()), 0.5, 1.5, random);
      vary(weights.values(norm.bias()), -0.3, 0.3, random);
      vary(weights.values(norm.mean()), -0.2, 0.2, random);
      vary(weights.values(norm.variance()), 0.5, 1.5, random);
    }
    Anchors.COCO.putInto(weights);
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class" + i).toList();
    return new Checkpoint(architecture, names, Size.square(64), weights, Map.of());
  }

  private static void vary(float[] values, double least, double most, SplittableRandom random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (most - least) * random.nextDouble());
    }
  }
}
