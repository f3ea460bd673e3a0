package io.vedette.inference.reading;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * One result of a run.
 *
 * @param shape its lengths, the slowest first; that of the pictures first where there is one
 * @param values float32, from position 0
 */
public record Tensor(List<Integer> shape, FloatBuffer values) {
  public Tensor {
    shape = List.copyOf(shape);
  }
}
