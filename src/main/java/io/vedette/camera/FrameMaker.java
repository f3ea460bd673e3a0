package io.vedette.camera;

import io.vedette.geometry.Size;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegEncoder;

/**
 * The conversion of decoded pictures to JPEGs of a maximum width. Confined to one thread; caller
 * closes.
 */
final class FrameMaker implements AutoCloseable {
  /** A JPEG and its size. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  record Made(byte[] jpeg, Size size) {}

  private final int width;
  private final JpegEncoder encoder;
  private final PictureScaler scaler = new PictureScaler();

  /**
   * @param width the width in pixels to which wider pictures are scaled down; 0 for no limit
   * @param quality of the JPEGs, 1–100
   */
  FrameMaker(int width, int quality) {
    this.width = width;
    this.encoder = new JpegEncoder(quality);
  }

  /**
   * Scales and encodes a picture.
   *
   * @param scale further factor for its width and height, above 0 to 1
   */
  Made make(Picture picture, double scale) {
    Size size = sizeFor(picture.size(), scale);
    if (size.equals(picture.size())) {
      return new Made(encoder.encode(picture), size);
    }
    try (Picture scaled = scaler.scale(picture, size)) {
      return new Made(encoder.encode(scaled), size);
    }
  }

  @Override
  public void close() {
    encoder.close();
    scaler.close();
  }

  private Size sizeFor(Size source, double scale) {
    int widest = width == 0 ? source.width() : Math.min(width, source.width());
    int wanted = Math.max(1, (int) Math.round(widest * scale));
    if (wanted == source.width()) {
      return source;
    }
    int height = Math.round((float) source.height() * wanted / source.width());
    return new Size(wanted, Math.max(1, height));
  }
}
