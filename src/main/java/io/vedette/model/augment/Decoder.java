package io.vedette.model.augment;

import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import java.nio.ByteBuffer;

/** The decoder of JPEGs to sources. Confined to one thread; caller closes. */
final class Decoder implements AutoCloseable {
  private static final int COLOURS = 3;

  private final JpegDecoder decoder = new JpegDecoder();
  private final PictureScaler scaler = new PictureScaler();
  private ByteBuffer direct = ByteBuffer.allocateDirect(0);

  /** The picture, shrunk by a factor if that is below 1: averaging, so that nothing flickers. */
  Source decode(byte[] jpeg, double factor) {
    try (Picture picture = decoder.decode(jpeg)) {
      double shrink = Math.min(1, factor);
      Size size =
          new Size(
              Math.max(1, (int) Math.round(picture.size().width() * shrink)),
              Math.max(1, (int) Math.round(picture.size().height() * shrink)));
      int bytes = (int) size.area() * COLOURS;
      if (direct.capacity() < bytes) {
        direct = ByteBuffer.allocateDirect(bytes);
      }
      scaler.letterbox(picture, new Letterbox(picture.size(), size, size, 0, 0), direct.clear());
      byte[] rgb = new byte[bytes];
      direct.get(0, rgb);
      return new Source(size.width(), size.height(), rgb);
    }
  }

  @Override
  public void close() {
    scaler.close();
    decoder.close();
  }
}
