package io.vedette.inference.reading;

import java.nio.FloatBuffer;

/**
 * Numbers in rows and columns, independent of their order in memory.
 *
 * @param values that they are among
 * @param start place of the first number
 * @param rowStep the step from a number to the one in the next row
 * @param columnStep the step from a number to the one in the next column
 */
public record View(FloatBuffer values, int start, int rowStep, int columnStep) {
  public float at(int row, int column) {
    return values.get(start + row * rowStep + column * columnStep);
  }
}
