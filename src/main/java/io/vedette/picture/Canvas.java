package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;

import io.vedette.geometry.Size;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** A copy of a picture to draw on with Java2D. Confined to one thread. */
public final class Canvas {
  private static final int PIXEL_BYTES = 3;

  private final BufferedImage image;

  private Canvas(BufferedImage image) {
    this.image = image;
  }

  /** A canvas that shows the picture, which stays the caller's. */
  public static Canvas of(Picture picture, PictureScaler scaler) {
    Size size = picture.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    try (Picture bgr = scaler.convert(picture, AV_PIX_FMT_BGR24)) {
      AVFrame frame = bgr.frame();
      BytePointer rows = frame.data(0);
      int line = size.width() * PIXEL_BYTES;
      for (int y = 0; y < size.height(); y++) {
        rows.position((long) y * frame.linesize(0)).get(pixels(image), y * line, line);
      }
    }
    return new Canvas(image);
  }

  /** A canvas that shows a copy of an image. */
  public static Canvas of(BufferedImage source) {
    BufferedImage image =
        new BufferedImage(source.getWidth(), source.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(source, 0, 0, null);
    graphics.dispose();
    return new Canvas(image);
  }

  public Size size() {
    return new Size(image.getWidth(), image.getHeight());
  }

  /** The pixels, shared with this canvas. */
  public BufferedImage image() {
    return image;
  }

  /** Graphics for smooth shapes and letters; caller disposes of it. */
  public Graphics2D graphics() {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    return graphics;
  }

  /** The present drawing as BGR24; caller closes it. */
  public Picture toPicture() {
    Picture picture = Picture.allocate(size(), AV_PIX_FMT_BGR24);
    AVFrame frame = picture.frame();
    BytePointer rows = frame.data(0);
    int line = image.getWidth() * PIXEL_BYTES;
    for (int y = 0; y < image.getHeight(); y++) {
      rows.position((long) y * frame.linesize(0)).put(pixels(image), y * line, line);
    }
    return picture;
  }

  private static byte[] pixels(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
