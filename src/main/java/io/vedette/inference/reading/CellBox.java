package io.vedette.inference.reading;

import io.vedette.geometry.Size;
import java.util.List;

/**
 * The coding of a box relative to its cell, as YOLOX writes it before decoding: the middle in
 * strides from the cell's corner, the size as the logarithm of strides.
 *
 * @param strides the strides of the maps
 */
public record CellBox(List<Integer> strides) implements BoxCoding {
  public CellBox {
    strides = List.copyOf(strides);
  }

  @Override
  public void corners(View numbers, int point, Size size, float[] corners) {
    Cells map = Cells.with(Cells.of(size, strides), point);
    float x = (numbers.at(point, 0) + map.column(point)) * map.stride();
    float y = (numbers.at(point, 1) + map.row(point)) * map.stride();
    float halfWidth = (float) Math.exp(numbers.at(point, 2)) * map.stride() / 2;
    float halfHeight = (float) Math.exp(numbers.at(point, 3)) * map.stride() / 2;
    corners[0] = x - halfWidth;
    corners[1] = y - halfHeight;
    corners[2] = x + halfWidth;
    corners[3] = y + halfHeight;
  }

  @Override
  public String nodes(TailGraph graph, String numbers) {
    float[][] places = Cells.places(Cells.of(graph.size(), strides));
    String cells = graph.constant(new int[] {1, places[1].length, 2}, places[0]);
    String pixels = graph.constant(new int[] {1, places[1].length, 1}, places[1]);
    String middle =
        graph.binary("Mul", graph.binary("Add", graph.slice(numbers, 0, 2), cells), pixels);
    String extent = graph.unary("Exp", graph.slice(numbers, 2, 4));
    return PlainBox.CENTRE.nodes(graph, graph.concat(middle, graph.binary("Mul", extent, pixels)));
  }
}
