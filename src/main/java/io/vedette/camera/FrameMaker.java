package io.vedette.camera;

import io.vedette.geometry.Size;
import io.vedette.picture.JpegEncoder;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;

/** Decoded pictures to JPEGs of at most a width. Confined to one thread; caller closes. */
final class FrameMaker implements AutoCloseable {
  /** A JPEG and its size. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  record Made(byte[] jpeg, Size size) {}

  private final int width;
  private final JpegEncoder encoder;
  private final PictureScaler scaler = new PictureScaler();

  /**
   * @param width wider pictures are made this wide; 0 keeps them
   */
  FrameMaker(int width, int quality) {
    this.width = width;
    this.encoder = new JpegEncoder(quality);
  }

  Made make(Picture picture) {
    Size size = sizeFor(picture.size());
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

  private Size sizeFor(Size source) {
    if (width == 0 || source.width() <= width) {
      return source;
    }
    int height = Math.round((float) source.height() * width / source.width());
    return new Size(width, Math.max(1, height));
  }
}
