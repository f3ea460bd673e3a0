package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import io.vedette.inference.FloatModel.Result;
import java.util.List;

/**
 * NanoDet-Plus: {@code [1, classes + 4 × 8, cells]}, class scores before the sigmoid, then the
 * distances of the sides from the cell's corner.
 */
final class NanoDetFamily implements Family {
  private static final List<Integer> STRIDES = List.of(8, 16, 32, 64);
  private static final int BINS = 8;
  private static final int DISTANCES = 4 * BINS;

  @Override
  public String wireName() {
    return "NanoDet-Plus";
  }

  @Override
  public boolean has(List<Result> results, Size size) {
    List<Integer> shape = results.get(0).shape();
    return results.size() == 1
        && shape.size() == 3
        && shape.get(1) > DISTANCES
        && shape.get(2) == Cells.count(Cells.of(size, STRIDES));
  }

  @Override
  public Normalisation normalisation() {
    return Normalisation.IMAGENET;
  }

  @Override
  public int classes(List<Result> results) {
    return results.get(0).shape().get(1) - DISTANCES;
  }

  @Override
  public void decode(List<Result> results, Size size, PointSink sink) {
    float[] values = results.get(0).values();
    int classes = classes(results);
    int cells = results.get(0).shape().get(2);
    for (Cells map : Cells.of(size, STRIDES)) {
      for (int cell = 0; cell < map.count(); cell++) {
        int at = map.first() + cell;
        sink.add(
            () ->
                Distances.box(
                    map.column(at - map.first()) * map.stride(),
                    map.row(at - map.first()) * map.stride(),
                    map.stride(),
                    BINS,
                    i -> values[(classes + i) * cells + at]),
            label -> sigmoid(values[label * cells + at]));
      }
    }
  }

  private static float sigmoid(float value) {
    return (float) (1 / (1 + Math.exp(-value)));
  }
}
