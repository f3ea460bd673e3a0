package io.vedette.inference;

import io.vedette.geometry.Size;
import java.nio.ByteBuffer;

/**
 * A picture in which every kind of detector finds something: grey with squares of plain colours.
 */
final class TestPicture {
  private static final int COLOURS = 3;
  private static final byte GREY = 114;
  private static final int[][] SQUARES = {
    {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {0, 0, 0}, {255, 255, 0}
  };

  private TestPicture() {}

  /** Draws it into a slot of a batch: {@code [height, width, 3]}, RGB. */
  static void draw(ByteBuffer slot, Size size) {
    for (int i = 0; i < size.area() * COLOURS; i++) {
      slot.put(i, GREY);
    }
    int cell = Math.max(1, Math.min(size.width() / COLOURS, size.height() / 2));
    for (int i = 0; i < SQUARES.length; i++) {
      int side = cell * (i + 2) / (SQUARES.length + 2);
      square(slot, size, new int[] {i % COLOURS * cell, i / COLOURS * cell, side}, SQUARES[i]);
    }
  }

  private static void square(ByteBuffer slot, Size size, int[] place, int[] colour) {
    for (int y = place[1]; y < Math.min(size.height(), place[1] + place[2]); y++) {
      for (int x = place[0]; x < Math.min(size.width(), place[0] + place[2]); x++) {
        for (int i = 0; i < COLOURS; i++) {
          slot.put((y * size.width() + x) * COLOURS + i, (byte) colour[i]);
        }
      }
    }
  }
}
