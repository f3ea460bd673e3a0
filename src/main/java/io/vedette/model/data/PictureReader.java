package io.vedette.model.data;

import io.vedette.file.FileReason;
import io.vedette.geometry.Size;
import io.vedette.picture.Orientation;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.Failure;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * The reader of picture files of any kind, as JPEGs of a limited size. Confined to one thread;
 * caller closes.
 */
final class PictureReader implements AutoCloseable {
  private static final int QUALITY = 96;
  private static final String NO_PICTURE =
      "expected a JPEG, PNG, BMP, GIF or TIFF picture, found %d other bytes";

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
   * Decodes a file and, where it is large, lies on its side or is no JPEG, encodes it again.
   *
   * @throws Failure of action SKIP when it cannot be decoded
   */
  ReadPicture read(byte[] file) {
    byte[] jpeg = isJpeg(file) ? file : converted(file);
    Picture decoded = decoder.decode(jpeg);
    try (Picture picture = Orientation.upright(decoded, scaler)) {
      Size size = picture.size();
      int side = Math.max(size.width(), size.height());
      if (side > longest) {
        double scale = (double) longest / side;
        Size small = new Size(scaled(size.width(), scale), scaled(size.height(), scale));
        try (Picture shrunk = scaler.scale(picture, small)) {
          return new ReadPicture(encoder.encode(shrunk), small);
        }
      }
      boolean isTurned = picture != decoded;
      return new ReadPicture(isTurned ? encoder.encode(picture) : jpeg, size);
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
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw Failure.skip(NO_PICTURE.formatted(file.length), null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long area = (long) reader.getWidth(0) * reader.getHeight(0);
        if (area > JpegDecoder.LARGEST_AREA) {
          throw Failure.skip(
              "too large: %d pixels; at most %d are decoded"
                  .formatted(area, JpegDecoder.LARGEST_AREA),
              null);
        }
        return jpeg(opaque(reader.read(0)));
      } finally {
        reader.dispose();
      }
    } catch (Failure e) {
      throw e;
    } catch (IOException e) {
      throw Failure.skip("broken picture: " + FileReason.of(e), e);
    } catch (RuntimeException e) { // Java's readers trust what a file says of itself
      String kind = e.getClass().getSimpleName();
      throw Failure.skip("broken picture: its parts contradict each other (" + kind + ")", e);
    }
  }

  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(withoutGreyCurve(image), 0, 0, Color.WHITE, null);
    graphics.dispose();
    return opaque;
  }

  /** Greys with transparency as they are: Java would brighten them, as if they were linear. */
  private static BufferedImage withoutGreyCurve(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    if (!colours.hasAlpha() || colours.getColorSpace().getType() != ColorSpace.TYPE_GRAY) {
      return image;
    }
    BufferedImage plain =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    int shift = colours.getComponentSize(0) - Byte.SIZE;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int grey = image.getRaster().getSample(x, y, 0) >> shift;
        int alpha = image.getRaster().getSample(x, y, 1) >> shift;
        plain.setRGB(x, y, alpha << 24 | grey * 0x010101);
      }
    }
    return plain;
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
