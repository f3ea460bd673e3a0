package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import io.vedette.inference.FloatModel.Result;
import java.util.List;

/**
 * YOLOX as its exporter writes it: {@code [1, cells, 5 + classes]}, boxes relative to their cells,
 * objectness and classes 0–1.
 */
final class YoloxFamily implements Family {
  private static final List<Integer> STRIDES = List.of(8, 16, 32);
  private static final int BOX = 5;

  @Override
  public String wireName() {
    return "YOLOX";
  }

  @Override
  public boolean has(List<Result> results, Size size) {
    List<Integer> shape = results.get(0).shape();
    return results.size() == 1
        && shape.size() == 3
        && shape.get(1) == Cells.count(Cells.of(size, STRIDES))
        && shape.get(2) > BOX;
  }

  @Override
  public Normalisation normalisation() {
    return Normalisation.NONE;
  }

  @Override
  public int classes(List<Result> results) {
    return results.get(0).shape().get(2) - BOX;
  }

  @Override
  public void decode(List<Result> results, Size size, PointSink sink) {
    float[] values = results.get(0).values();
    int width = results.get(0).shape().get(2);
    for (Cells map : Cells.of(size, STRIDES)) {
      for (int cell = 0; cell < map.count(); cell++) {
        int at = (map.first() + cell) * width;
        int column = map.column(cell);
        int row = map.row(cell);
        sink.add(
            () -> box(values, at, column, row, map.stride()),
            label -> values[at + 4] * values[at + BOX + label]);
      }
    }
  }

  private static float[] box(float[] values, int at, int column, int row, int stride) {
    return new float[] {
      (values[at] + column) * stride,
      (values[at + 1] + row) * stride,
      (float) Math.exp(values[at + 2]) * stride,
      (float) Math.exp(values[at + 3]) * stride
    };
  }
}
