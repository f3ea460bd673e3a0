package io.vedette.simulator.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.Random;

/** The effects of weather, light and the camera itself on a picture. Thread-safe. */
public interface PictureEffect {
  PictureEffect NONE = (image, moment) -> {};

  /**
   * The moment of a picture.
   *
   * @param seconds seconds since the loop began
   * @param lamps the places of vehicles' lights
   */
  record Moment(long frame, double seconds, List<Lamp> lamps) {}

  /**
   * A vehicle's lights.
   *
   * @param at in pixels, between the two
   * @param scale pixels per metre there
   */
  record Lamp(Point2D.Double at, double scale) {}

  /** Changes a picture. */
  void apply(BufferedImage image, Moment moment);

  /** Streaks at other places in each picture. */
  static PictureEffect rain(long seed) {
    return (image, moment) -> {
      Random random = new Random(seed * 31 + moment.frame);
      Graphics2D graphics = image.createGraphics();
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      double unit = image.getHeight() / 720.0;
      for (int i = 0; i < 260; i++) {
        double x = image.getWidth() * random.nextDouble();
        double y = image.getHeight() * random.nextDouble();
        double length = unit * (14 + 26 * random.nextDouble());
        graphics.setColor(new Color(215, 218, 224, 30 + random.nextInt(50)));
        graphics.setStroke(new BasicStroke((float) (unit * (0.8 + 0.9 * random.nextDouble()))));
        graphics.draw(new Line2D.Double(x, y, x + 0.12 * length, y + length));
      }
      graphics.dispose();
    };
  }

  /** Darkness, in which lamps shine on what is before them. */
  static PictureEffect night() {
    return (image, moment) -> {
      int[] rgb = pixels(image);
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] =
            Rgb.of(
                Rgb.red(rgb[i]) * 34 / 256,
                Rgb.green(rgb[i]) * 36 / 256,
                Rgb.blue(rgb[i]) * 44 / 256);
      }
      Graphics2D graphics = image.createGraphics();
      for (Lamp lamp : moment.lamps) {
        glow(graphics, lamp.at.x, lamp.at.y + lamp.scale, 6 * lamp.scale, 90);
        for (int side = -1; side <= 1; side += 2) {
          glow(graphics, lamp.at.x + side * 0.65 * lamp.scale, lamp.at.y, 0.6 * lamp.scale, 255);
        }
      }
      graphics.dispose();
    };
  }

  private static void glow(Graphics2D graphics, double x, double y, double reach, int strength) {
    double radius = Math.max(1.5, reach);
    graphics.setPaint(
        new RadialGradientPaint(
            new Point2D.Double(x, y),
            (float) radius,
            new float[] {0, 1},
            new Color[] {new Color(255, 250, 225, strength), new Color(255, 250, 225, 0)}));
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /** Infrared between two times, each change within a second and a half. */
  static PictureEffect infrared(double begin, double end) {
    return (image, moment) -> {
      double on = Math.max(0, Math.min(1, (moment.seconds - begin) / 1.5));
      double off = Math.max(0, Math.min(1, (moment.seconds - end) / 1.5));
      double share = on - off;
      if (share > 0) {
        int[] rgb = pixels(image);
        for (int i = 0; i < rgb.length; i++) {
          rgb[i] = infrared(rgb[i], share);
        }
      }
    };
  }

  private static int infrared(int pixel, double share) {
    int grey = (Rgb.red(pixel) * 77 + Rgb.green(pixel) * 150 + Rgb.blue(pixel) * 29) >> 8;
    int lit = Math.min(255, 55 + grey * 3 / 4);
    return Rgb.of(
        mix(Rgb.red(pixel), lit, share),
        mix(Rgb.green(pixel), lit, share),
        mix(Rgb.blue(pixel), lit, share));
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }

  /** Another offset of up to three pixels in each picture. */
  static PictureEffect shake(long seed) {
    return (image, moment) -> {
      Random random = new Random(seed * 17 + moment.frame);
      int right = random.nextInt(7) - 3;
      int down = random.nextInt(7) - 3;
      int width = image.getWidth();
      int height = image.getHeight();
      int[] rgb = pixels(image);
      int[] steady = rgb.clone();
      for (int y = 0; y < height; y++) {
        int from = Math.max(0, Math.min(height - 1, y - down)) * width;
        for (int x = 0; x < width; x++) {
          rgb[y * width + x] = steady[from + Math.max(0, Math.min(width - 1, x - right))];
        }
      }
    };
  }

  /** Bands, brighter and darker by a twentieth, that run downwards. */
  static PictureEffect flicker() {
    return (image, moment) -> {
      int[] rgb = pixels(image);
      int width = image.getWidth();
      int height = image.getHeight();
      for (int y = 0; y < height; y++) {
        double phase = 2 * Math.PI * (1.5 * y / height - 0.9 * moment.seconds);
        int gain = (int) Math.round(256 * (1 + 0.05 * Math.sin(phase)));
        for (int i = y * width; i < (y + 1) * width; i++) {
          rgb[i] =
              Rgb.of(
                  Math.min(255, (Rgb.red(rgb[i]) * gain) >> 8),
                  Math.min(255, (Rgb.green(rgb[i]) * gain) >> 8),
                  Math.min(255, (Rgb.blue(rgb[i]) * gain) >> 8));
        }
      }
    };
  }

  private static int[] pixels(BufferedImage image) {
    return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }
}
