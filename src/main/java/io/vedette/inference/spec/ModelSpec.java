package io.vedette.inference.spec;

import io.vedette.geometry.Size;
import io.vedette.inference.reading.Sample.Value;
import java.util.List;

/**
 * The input of a model, as its file declares it. Immutable.
 *
 * @param picture input of pictures
 * @param isPlanes whether a picture is {@code [3, height, width]}, else {@code [height, width, 3]}
 * @param batch pictures per run; 0 takes any number
 * @param height the input's height in pixels; 0 for any multiple of the stride
 * @param width the input's width in pixels; 0 for any multiple of the stride
 * @param others further inputs
 * @param stride the coarsest stride in pixels
 */
public record ModelSpec(
    Value picture,
    boolean isPlanes,
    int batch,
    int height,
    int width,
    List<Value> others,
    int stride) {
  public ModelSpec {
    others = List.copyOf(others);
  }

  /** The size of its pictures, given one for those that take any. */
  public Size size(Size any) {
    return new Size(
        width == 0 ? grained(any.width()) : width, height == 0 ? grained(any.height()) : height);
  }

  private int grained(int side) {
    return Math.max(1, Math.round((float) side / stride)) * stride;
  }

  /** Whether the picture's tensor has a dimension for the number of pictures. */
  public boolean isBatched() {
    return picture.rank() == 4;
  }
}
