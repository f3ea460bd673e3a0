package io.vedette.model.teaching;

import io.vedette.geometry.Size;
import io.vedette.inference.FloatModel.Result;
import java.util.List;
import java.util.Optional;

/**
 * PP-PicoDet as it is deployed: per scale {@code [1, cells, classes]}, scores of 0–1, and {@code
 * [1, cells, 4 × 8]}, the distances of the sides from the cell's middle.
 */
final class PicoDetFamily implements Family {
  private static final List<Integer> STRIDES = List.of(8, 16, 32, 64);
  private static final int BINS = 8;
  private static final int DISTANCES = 4 * BINS;

  @Override
  public String wireName() {
    return "PP-PicoDet";
  }

  @Override
  public boolean has(List<Result> results, Size size) {
    List<Cells> maps = Cells.of(size, STRIDES);
    return results.size() == 2 * maps.size()
        && maps.stream()
            .allMatch(
                map ->
                    find(results, map, true).isPresent() && find(results, map, false).isPresent());
  }

  @Override
  public Normalisation normalisation() {
    return Normalisation.IMAGENET;
  }

  @Override
  public int classes(List<Result> results) {
    return results.stream()
        .mapToInt(result -> result.shape().get(2))
        .filter(width -> width != DISTANCES)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void decode(List<Result> results, Size size, PointSink sink) {
    int classes = classes(results);
    for (Cells map : Cells.of(size, STRIDES)) {
      float[] scores = required(results, map, false);
      float[] distances = required(results, map, true);
      for (int cell = 0; cell < map.count(); cell++) {
        int at = cell;
        sink.add(
            () ->
                Distances.box(
                    (map.column(at) + 0.5f) * map.stride(),
                    (map.row(at) + 0.5f) * map.stride(),
                    map.stride(),
                    BINS,
                    i -> distances[at * DISTANCES + i]),
            label -> scores[at * classes + label]);
      }
    }
  }

  private static float[] required(List<Result> results, Cells map, boolean isDistances) {
    return find(results, map, isDistances).orElseThrow().values();
  }

  private static Optional<Result> find(List<Result> results, Cells map, boolean isDistances) {
    return results.stream()
        .filter(one -> one.shape().size() == 3 && one.shape().get(1) == map.count())
        .filter(one -> (one.shape().get(2) == DISTANCES) == isDistances)
        .findFirst();
  }
}
