package io.vedette.simulator.video;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The machine-readable number along a picture's upper edge: one row of {@value #CELLS} black and
 * white square cells over the whole width.
 *
 * <p>From the left: white, black, white, black; 8 bits of scene; 32 bits of frame number; 16 bits
 * of CRC-16/CCITT over those five bytes; highest bits first, white is 1. It survives H.264, JPEG
 * and scaling as long as a cell keeps about five pixels.
 */
public final class FrameStrip {
  static final int CELLS = 60;

  private static final int FINDER = 4;
  private static final int PAYLOAD_BITS = 40;
  private static final int CHECK_BITS = 16;
  private static final int LEAST_CONTRAST = 50;

  private FrameStrip() {}

  /**
   * The content of a strip.
   *
   * @param scene the scene's number, 0–255
   * @param number the frame's number in its scene, 0 to 2³²−1
   */
  public record Mark(int scene, long number) {}

  /** One sample of brightness, 0–255. */
  private interface Luma {
    int at(int x, int y);
  }

  /** Height of the strip in pixels in a picture of a width. */
  public static int height(int width) {
    return (int) Math.ceil((double) width / CELLS);
  }

  /** Draws the strip over the picture's upper edge. */
  public static void draw(BufferedImage image, Mark mark) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    double cell = (double) image.getWidth() / CELLS;
    graphics.setColor(Color.BLACK);
    graphics.fillRect(0, 0, image.getWidth(), height(image.getWidth()));
    graphics.setColor(Color.WHITE);
    long bits = bits(mark);
    for (int i = 0; i < CELLS; i++) {
      if (((bits >>> (CELLS - 1 - i)) & 1) == 1) {
        graphics.fill(new Rectangle2D.Double(i * cell, 0, cell, height(image.getWidth())));
      }
    }
    graphics.dispose();
  }

  /** Reads the strip of a picture; empty where there is none or its check fails. */
  public static Optional<Mark> read(BufferedImage image) {
    return read((x, y) -> (image.getRGB(x, y) >> 8) & 255, image.getWidth(), image.getHeight());
  }

  /**
   * Reads the strip from a luma plane.
   *
   * @param luma the plane from its first byte, absolute indices
   * @param stride bytes from one row to the next
   */
  public static Optional<Mark> read(ByteBuffer luma, int stride, int width, int height) {
    return read((x, y) -> luma.get(y * stride + x) & 255, width, height);
  }

  private static Optional<Mark> read(Luma luma, int width, int height) {
    if (width < CELLS * 3 || height < 4) {
      return Optional.empty();
    }
    double[] cells = new double[CELLS];
    for (int i = 0; i < CELLS; i++) {
      cells[i] = middleOfCell(luma, i, (double) width / CELLS);
    }
    double white = (cells[0] + cells[2]) / 2;
    double black = (cells[1] + cells[3]) / 2;
    if (white - black < LEAST_CONTRAST) {
      return Optional.empty();
    }
    long bits = 0;
    for (double cell : cells) {
      bits = (bits << 1) | (cell > (white + black) / 2 ? 1 : 0);
    }
    long payload = (bits >>> CHECK_BITS) & ((1L << PAYLOAD_BITS) - 1);
    Mark mark = new Mark((int) (payload >>> 32), payload & 0xFFFFFFFFL);
    return bits(mark) == bits ? Optional.of(mark) : Optional.empty();
  }

  private static double middleOfCell(Luma luma, int index, double cell) {
    int left = (int) Math.round((index + 0.35) * cell);
    int right = Math.max(left + 1, (int) Math.round((index + 0.65) * cell));
    int top = (int) Math.round(0.3 * cell);
    int bottom = Math.max(top + 1, (int) Math.round(0.6 * cell));
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += luma.at(x, y);
      }
    }
    return (double) sum / ((right - left) * (bottom - top));
  }

  private static long bits(Mark mark) {
    long payload = ((mark.scene & 255L) << 32) | (mark.number & 0xFFFFFFFFL);
    long finder = 0b1010L << (CELLS - FINDER);
    return finder | (payload << CHECK_BITS) | crc(payload);
  }

  private static int crc(long payload) {
    int crc = 0xFFFF;
    for (int bit = PAYLOAD_BITS - 1; bit >= 0; bit--) {
      boolean odd = (((crc >>> 15) ^ (payload >>> bit)) & 1) == 1;
      crc = (crc << 1) & 0xFFFF;
      if (odd) {
        crc ^= 0x1021;
      }
    }
    return crc;
  }
}
