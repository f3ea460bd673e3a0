package io.vedette.picture;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import org.bytedeco.javacpp.BytePointer;

/**
 * The sharpness of a part of a picture: its edges relative to its contrast. Confined to its caller.
 */
public final class Sharpness {
  private static final int BYTE = 0xFF;

  private final int left;
  private final int right;
  private long edges;
  private long sum;
  private long squares;
  private long pixels;

  private Sharpness(int left, int right) {
    this.left = left;
    this.right = right;
  }

  /**
   * The mean strength of edges in a box, 0 for a flat one: the mean absolute Laplacian of the
   * brightness, compared with its contrast, so that dark and bright pictures are alike.
   *
   * @param picture a picture whose first plane is the brightness, as in all YUV formats
   */
  public static double of(Picture picture, RelativeBox box) {
    Size size = picture.size();
    int left = Math.max(1, (int) (box.x() * size.width()));
    int right = Math.min(size.width() - 1, (int) Math.ceil(box.right() * size.width()));
    int top = Math.max(1, (int) (box.y() * size.height()));
    int bottom = Math.min(size.height() - 1, (int) Math.ceil(box.bottom() * size.height()));
    int line = picture.frame().linesize(0);
    BytePointer plane = new BytePointer(picture.frame().data(0));
    Sharpness sharpness = new Sharpness(left, right);
    byte[][] rows = new byte[3][size.width()];
    for (int y = top; y < bottom; y++) {
      for (int i = 0; i < rows.length; i++) {
        plane.position((long) (y - 1 + i) * line).get(rows[i]);
      }
      sharpness.add(rows[0], rows[1], rows[2]);
    }
    return sharpness.value();
  }

  private void add(byte[] above, byte[] row, byte[] below) {
    for (int x = left; x < right; x++) {
      int value = row[x] & BYTE;
      int beside = (row[x - 1] & BYTE) + (row[x + 1] & BYTE);
      edges += Math.abs(4 * value - beside - (above[x] & BYTE) - (below[x] & BYTE));
      sum += value;
      squares += (long) value * value;
    }
    pixels += Math.max(0, right - left);
  }

  private double value() {
    if (pixels == 0) {
      return 0;
    }
    double count = pixels;
    double mean = sum / count;
    double contrast = Math.sqrt(Math.max(0, squares / count - mean * mean));
    return contrast < 1 ? 0 : edges / count / contrast;
  }
}
