package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.List;

/**
 * The coding of a box by the distances of its left, top, right and bottom sides from a point of its
 * cell, each as a distribution over 0, 1, 2 … strides.
 *
 * @param maps that cells are of; their numbers begin with the first map's
 * @param bins number of bins of a side
 * @param offset the point's offset from the cell's corner, in strides
 */
public record DistanceBox(List<Cells> maps, int bins, float offset) implements BoxCoding {
  private static final int SIDES = 4;

  public DistanceBox {
    maps = List.copyOf(maps);
  }

  @Override
  public void corners(View numbers, int point, Size size, float[] corners) {
    int cell = maps.get(0).first() + point;
    Cells map = Cells.with(maps, cell);
    float x = (map.column(cell) + offset) * map.stride();
    float y = (map.row(cell) + offset) * map.stride();
    corners[0] = x - map.stride() * expectation(numbers, point, 0);
    corners[1] = y - map.stride() * expectation(numbers, point, bins);
    corners[2] = x + map.stride() * expectation(numbers, point, 2 * bins);
    corners[3] = y + map.stride() * expectation(numbers, point, 3 * bins);
  }

  private float expectation(View numbers, int point, int from) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < bins; i++) {
      highest = Math.max(highest, numbers.at(point, from + i));
    }
    double sum = 0;
    double weighed = 0;
    for (int i = 0; i < bins; i++) {
      double part = Math.exp(numbers.at(point, from + i) - highest);
      sum += part;
      weighed += i * part;
    }
    return (float) (weighed / sum);
  }

  @Override
  public String nodes(TailGraph graph, String numbers) {
    float[][] places = Cells.places(maps);
    int count = places[1].length;
    for (int i = 0; i < places[0].length; i++) {
      places[0][i] = (places[0][i] + offset) * places[1][i / 2];
    }
    float[] steps = new float[bins];
    for (int i = 0; i < bins; i++) {
      steps[i] = i;
    }
    String shares = graph.softmax(graph.reshape(numbers, 0, count, SIDES, bins));
    String mean = graph.binary("MatMul", shares, graph.constant(new int[] {bins, 1}, steps));
    String sides = graph.reshape(mean, 0, count, SIDES);
    String pixels = graph.binary("Mul", sides, graph.constant(new int[] {1, count, 1}, places[1]));
    String point = graph.constant(new int[] {1, count, 2}, places[0]);
    return graph.concat(
        graph.binary("Sub", point, graph.slice(pixels, 0, 2)),
        graph.binary("Add", point, graph.slice(pixels, 2, 4)));
  }
}
