package io.vedette.model.data;

import io.vedette.geometry.Size;
import io.vedette.picture.JpegDecoder;
import io.vedette.picture.JpegEncoder;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Picture files of any kind to JPEGs of a bounded size. Confined to one thread; caller closes. */
final class PictureReader implements AutoCloseable {
  private static final int QUALITY = 96;

  /**
   * A picture that can be decoded.
   *
   * @param jpeg its bytes; its own
   * @param size in pixels
   */
  @SuppressWarnings("ArrayRecordComponent")
  record ReadPicture(byte[] jpeg, Size size) {}

  private final int longest;
  private final JpegDecoder decoder = new JpegDecoder();
  private final PictureScaler scaler = new PictureScaler();
  private final JpegEncoder encoder = new JpegEncoder(QUALITY);

  /**
   * @param longest side of a picture; larger ones are shrunk
   */
  PictureReader(int longest) {
    this.longest = longest;
  }

  /**
   * Decodes a file and, where it is large or no JPEG, encodes it again.
   *
   * @throws Failure of action SKIP when it cannot be decoded
   */
  ReadPicture read(byte[] file) {
    byte[] jpeg = isJpeg(file) ? file : converted(file);
    try (Picture picture = decoder.decode(jpeg)) {
      Size size = picture.size();
      int side = Math.max(size.width(), size.height());
      if (side <= longest) {
        return new ReadPicture(jpeg, size);
      }
      double scale = (double) longest / side;
      Size small = new Size(scaled(size.width(), scale), scaled(size.height(), scale));
      try (Picture shrunk = scaler.scale(picture, small)) {
        return new ReadPicture(encoder.encode(shrunk), small);
      }
    }
  }

  @Override
  public void close() {
    encoder.close();
    scaler.close();
    decoder.close();
  }

  private static int scaled(int side, double scale) {
    return Math.max(1, (int) Math.round(side * scale));
  }

  private static boolean isJpeg(byte[] file) {
    return file.length > 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8;
  }

  private static byte[] converted(byte[] file) {
    try {
      @Nullable BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      if (image == null) {
        throw Failure.skip("no JPEG, PNG, BMP or GIF picture", null);
      }
      return jpeg(opaque(image));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Failure.skip("broken picture: " + e.getMessage(), e);
    }
  }

  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return opaque;
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY / 100f);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
