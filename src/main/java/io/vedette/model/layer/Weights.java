package io.vedette.model.layer;

import io.vedette.runtime.Failure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network's numbers by name, in the order they were added. Confined to one thread. */
public final class Weights {
  /**
   * One array of numbers; they are its own.
   *
   * @param shape sizes by dimension, the last one contiguous
   * @param values in float32
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Array(int[] shape, float[] values) {
    public Array {
      int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
      if (size != values.length) {
        throw new IllegalArgumentException(
            "shape %s has %d numbers, found %d"
                .formatted(Arrays.toString(shape), size, values.length));
      }
    }
  }

  private final Map<String, Array> arrays = new LinkedHashMap<>();

  public Weights put(String name, int[] shape, float[] values) {
    arrays.put(name, new Array(shape, values));
    return this;
  }

  public Weights put(String name, float... values) {
    return put(name, new int[] {values.length}, values);
  }

  /** Puts a convolution's numbers, rounded to float32. */
  public Weights put(Conv conv, Kernel kernel) {
    put(conv.weight(), conv.weightShape(), floats(kernel.weight()));
    return conv.hasBias() ? put(conv.bias(), floats(kernel.bias())) : this;
  }

  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  public Set<String> names() {
    return arrays.keySet();
  }

  /**
   * An array by name.
   *
   * @throws Failure of action STOP when there is none
   */
  public Array array(String name) {
    @Nullable Array array = arrays.get(name);
    if (array == null) {
      throw Failure.stop("weights lack " + name + "; are they of another architecture?");
    }
    return array;
  }

  /** The numbers of an array, not copied. */
  public float[] values(String name) {
    return array(name).values();
  }

  static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values[i];
    }
    return copy;
  }

  static float[] floats(double[] values) {
    float[] copy = new float[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) values[i];
    }
    return copy;
  }
}
