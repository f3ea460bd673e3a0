package io.vedette.model.optimise;

import io.vedette.model.layer.BatchNorm;
import io.vedette.model.layer.Conv;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Weights;
import io.vedette.model.torch.TensorMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * The position of each of a network's arrays in one long vector, so that a step is a few operations
 * on that vector. Immutable.
 */
public final class ParameterLayout {
  @SuppressWarnings("ArrayRecordComponent") // its own
  private record Slot(int offset, int[] shape) {
    private int length() {
      return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
  }

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private int length;
  private int decayed;

  private ParameterLayout() {}

  /** Everything that is learnt, the convolutions' weights first. */
  public static ParameterLayout ofParameters(Inventory inventory) {
    ParameterLayout layout = new ParameterLayout();
    for (Conv conv : inventory.convs()) {
      layout.add(conv.weight(), conv.weightShape());
    }
    layout.decayed = layout.length;
    for (Conv conv : inventory.convs()) {
      if (conv.hasBias()) {
        layout.add(conv.bias(), conv.out());
      }
    }
    for (BatchNorm norm : inventory.norms()) {
      layout.add(norm.weight(), norm.channels());
      layout.add(norm.bias(), norm.channels());
    }
    return layout;
  }

  /** Everything that is measured while training. */
  public static ParameterLayout ofStatistics(Inventory inventory) {
    ParameterLayout layout = new ParameterLayout();
    for (BatchNorm norm : inventory.norms()) {
      layout.add(norm.mean(), norm.channels());
      layout.add(norm.variance(), norm.channels());
    }
    return layout;
  }

  private void add(String name, int... shape) {
    Slot slot = new Slot(length, shape);
    slots.put(name, slot);
    length += slot.length();
  }

  public int length() {
    return length;
  }

  /** The names of all arrays, in order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(slots.keySet());
  }

  /** The number of values at the beginning that are subject to weight decay. */
  public int decayed() {
    return decayed;
  }

  /** Views into a vector, by name. */
  public TensorMap views(Tensor vector, BiFunction<String, Tensor, Tensor> finish) {
    TensorMap views = new TensorMap();
    slots.forEach((name, slot) -> views.put(name, finish.apply(name, view(vector, slot))));
    return views;
  }

  /** 1 where the array's name begins with one of the prefixes, else 0. */
  public float[] mask(Iterable<String> prefixes) {
    float[] mask = new float[length];
    slots.forEach(
        (name, slot) -> {
          for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
              Arrays.fill(mask, slot.offset, slot.offset + slot.length(), 1);
            }
          }
        });
    return mask;
  }

  /** The vector that holds these weights. */
  public float[] gather(Weights weights) {
    float[] vector = new float[length];
    slots.forEach(
        (name, slot) ->
            System.arraycopy(weights.values(name), 0, vector, slot.offset, slot.length()));
    return vector;
  }

  /** Copies a vector's parts into weights. */
  public void scatter(float[] vector, Weights weights) {
    slots.forEach(
        (name, slot) ->
            weights.put(
                name,
                slot.shape,
                Arrays.copyOfRange(vector, slot.offset, slot.offset + slot.length())));
  }

  private static Tensor view(Tensor vector, Slot slot) {
    long[] shape = Arrays.stream(slot.shape).asLongStream().toArray();
    return vector.narrow(0, slot.offset, slot.length()).view(shape);
  }
}
