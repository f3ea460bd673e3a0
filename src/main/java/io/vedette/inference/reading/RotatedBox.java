package io.vedette.inference.reading;

import io.vedette.geometry.Size;

/**
 * The coding of a rotated box as cx, cy, width and height in pixels and an angle in radians; the
 * upright box around it is used.
 *
 * @param angle the column of the angle
 */
public record RotatedBox(int angle) implements BoxCoding {
  @Override
  public void corners(View numbers, int point, Size size, float[] corners) {
    double turn = numbers.at(point, angle);
    float wide = numbers.at(point, 2);
    float high = numbers.at(point, 3);
    float cosine = (float) Math.abs(Math.cos(turn));
    float sine = (float) Math.abs(Math.sin(turn));
    float halfWidth = (wide * cosine + high * sine) / 2;
    float halfHeight = (wide * sine + high * cosine) / 2;
    corners[0] = numbers.at(point, 0) - halfWidth;
    corners[1] = numbers.at(point, 1) - halfHeight;
    corners[2] = numbers.at(point, 0) + halfWidth;
    corners[3] = numbers.at(point, 1) + halfHeight;
  }

  @Override
  public String nodes(TailGraph graph, String numbers) {
    String turn = graph.slice(numbers, angle, angle + 1);
    String cosine = graph.unary("Abs", graph.unary("Cos", turn));
    String sine = graph.unary("Abs", graph.unary("Sin", turn));
    String sides = graph.slice(numbers, 2, 4);
    String swapped = graph.gather(sides, 1, 0);
    String extent =
        graph.binary("Add", graph.binary("Mul", sides, cosine), graph.binary("Mul", swapped, sine));
    return PlainBox.CENTRE.nodes(graph, graph.concat(graph.slice(numbers, 0, 2), extent));
  }
}
