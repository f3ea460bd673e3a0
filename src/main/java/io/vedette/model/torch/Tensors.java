package io.vedette.model.torch;

import static org.bytedeco.pytorch.global.torch.empty;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The copying of numbers to tensors and back. Thread-safe. */
public final class Tensors {
  private Tensors() {}

  /** A float32 tensor with its own copy. */
  public static Tensor of(float[] values, long... shape) {
    Tensor tensor = empty(shape);
    put(tensor, values);
    return tensor;
  }

  /** Copies into a contiguous float32 tensor of the CPU. */
  public static void put(Tensor tensor, float[] values) {
    NativeScope.run(() -> new FloatPointer(tensor.data_ptr()).put(values, 0, values.length));
  }

  /** The numbers of a tensor of any type and layout, in row-major order. */
  public static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    NativeScope.run(
        () -> {
          Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
          new FloatPointer(plain.data_ptr()).get(values);
        });
    return values;
  }

  static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
