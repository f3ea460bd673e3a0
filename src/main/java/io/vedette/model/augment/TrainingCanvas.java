package io.vedette.model.augment;

import io.vedette.geometry.Size;
import io.vedette.picture.PictureScaler;
import java.util.Arrays;

/**
 * A training picture while it is painted: uint8 {@code [height, width, 3]}, RGB. Confined to one
 * thread.
 */
final class TrainingCanvas {
  private static final int COLOURS = 3;

  private final int width;
  private final byte[] pixels;

  TrainingCanvas(Size size) {
    this.width = size.width();
    this.pixels = new byte[(int) size.area() * COLOURS];
    Arrays.fill(pixels, PictureScaler.PADDING);
  }

  byte[] pixels() {
    return pixels;
  }

  /**
   * Paints a source into a region, bilinearly; what it does not cover stays as it was.
   *
   * @param toCanvas from the source's pixels to the canvas's
   */
  void paint(Source source, Affine toCanvas, Region region, Tint tint) {
    Affine back = toCanvas.inverse();
    for (int y = region.top(); y < region.bottom(); y++) {
      for (int x = region.left(); x < region.right(); x++) {
        double sourceX = back.x(x + 0.5, y + 0.5) - 0.5;
        double sourceY = back.y(x + 0.5, y + 0.5) - 0.5;
        int at = (y * width + x) * COLOURS;
        if (source.sample(sourceX, sourceY, pixels, at)) {
          tint.apply(pixels, at);
        }
      }
    }
  }
}
