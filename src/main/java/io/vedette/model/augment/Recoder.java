package io.vedette.model.augment;

import io.vedette.geometry.Size;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * The artefacts of strong compression, made by encoding pictures as JPEG and decoding them again.
 * Confined to one thread; caller closes.
 */
final class Recoder implements AutoCloseable {
  private static final int COLOURS = 3;
  private static final float BEST = 100;

  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
  private final Decoder decoder = new Decoder();

  /**
   * Changes uint8 {@code [height, width, 3]}, RGB, in place.
   *
   * @param quality 1–100
   */
  void apply(byte[] rgb, Size size, int quality) {
    Source decoded = decoder.decode(jpeg(rgb, size, quality), 1);
    System.arraycopy(decoded.rgb(), 0, rgb, 0, rgb.length);
  }

  private byte[] jpeg(byte[] rgb, Size size, int quality) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality / BEST);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image(rgb, size), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage image(byte[] rgb, Size size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int at = 0; at < rgb.length; at += COLOURS) {
      bgr[at] = rgb[at + 2];
      bgr[at + 1] = rgb[at + 1];
      bgr[at + 2] = rgb[at];
    }
    return image;
  }

  @Override
  public void close() {
    writer.dispose();
    decoder.close();
  }
}
