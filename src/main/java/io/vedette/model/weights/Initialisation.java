package io.vedette.model.weights;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Weights;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.Head;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The initial weights of a network. */
public final class Initialisation {
  private static final double OBJECTS_PER_PICTURE = 8;
  private static final double LIKELY_CLASS = 0.6;

  private Initialisation() {}

  /** Weights of the trained form; the same seed gives the same. */
  public static Weights of(Inventory inventory, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Weights weights = new Weights();
    for (Conv conv : inventory.convs()) {
      double bound = 1 / Math.sqrt(conv.fanIn());
      int[] shape = conv.weightShape();
      weights.put(conv.weight(), shape, uniform(conv.out() * conv.fanIn(), bound, random));
      if (conv.hasBias()) {
        weights.put(conv.bias(), uniform(conv.out(), bound, random));
      }
    }
    for (BatchNorm norm : inventory.norms()) {
      weights.put(norm.weight(), filled(norm.channels(), norm.initialWeight()));
      weights.put(norm.bias(), filled(norm.channels(), 0));
      weights.put(norm.mean(), filled(norm.channels(), 0));
      weights.put(norm.variance(), filled(norm.channels(), 1));
    }
    return weights;
  }

  /**
   * Begins the head with what is true of most pictures: few objects in many cells.
   *
   * @param pixels the side of the pictures
   */
  public static void prime(Head head, int classes, int pixels, Weights weights) {
    List<Conv> scales = head.scales();
    for (int scale = 0; scale < scales.size(); scale++) {
      double cells = Math.pow((double) pixels / DetectorNetwork.STRIDES.get(scale), 2);
      float[] bias = weights.values(scales.get(scale).bias());
      for (int i = 0; i < bias.length; i++) {
        int column = i % (Head.BOX + classes);
        if (column == Head.BOX - 1) {
          bias[i] += (float) Math.log(OBJECTS_PER_PICTURE / cells);
        } else if (column >= Head.BOX) {
          bias[i] += (float) Math.log(LIKELY_CLASS / (classes - 0.99));
        }
      }
    }
  }

  private static float[] uniform(int size, double bound, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }
}
