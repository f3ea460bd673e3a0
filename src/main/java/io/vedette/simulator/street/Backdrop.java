package io.vedette.simulator.street;

import io.vedette.geometry.Size;
import io.vedette.simulator.body.Vector;
import io.vedette.simulator.drawing.Grain;
import io.vedette.simulator.drawing.Light;
import io.vedette.simulator.drawing.Rgb;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * The part of a street that never moves: road, pavements, house fronts, sky; painted by casting a
 * ray for each pixel. Confined to its owner's thread. Colours are {@link Rgb}.
 */
final class Backdrop {
  private static final double WALL_HEIGHT = 11;
  private static final double STOREY = 3.1;
  private static final double BAY = 2.7;
  private static final int LINE = Rgb.of(205, 205, 198);
  private static final int ZENITH = Rgb.of(150, 178, 214);
  private static final int FRAME = Rgb.of(198, 196, 190);
  private static final int GLASS = Rgb.of(34, 42, 52);
  private static final int LAMPLIGHT = Rgb.of(94, 88, 52);
  private static final int MASONRY = -1;
  private static final int[] FRONTS = {
    Rgb.of(150, 96, 78),
    Rgb.of(176, 160, 136),
    Rgb.of(128, 124, 120),
    Rgb.of(190, 180, 164),
    Rgb.of(116, 92, 84)
  };

  private final Street street;
  private final Light light;
  private final Grain grain;
  private final int sky;

  Backdrop(Street street, Light light, long seed) {
    this.street = street;
    this.light = light;
    this.grain = new Grain(seed);
    this.sky = light.sky().getRGB() & 0xFFFFFF;
  }

  /** The whole picture, four rays to a pixel. */
  BufferedImage paint() {
    Size size = street.view().size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixel(i % size.width(), i / size.width());
    }
    return image;
  }

  private int pixel(int x, int y) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int ray = 0; ray < 4; ray++) {
      int color = cast(street.view().ray(x + 0.25 + 0.5 * (ray & 1), y + 0.25 + 0.25 * (ray & 2)));
      red += Rgb.red(color);
      green += Rgb.green(color);
      blue += Rgb.blue(color);
    }
    return Rgb.of(red / 4, green / 4, blue / 4);
  }

  private int cast(Vector ray) {
    Vector eye = street.view().eye();
    double wallX = ray.x() > 0 ? street.rightWall() : street.leftWall();
    double toWall = Math.abs(ray.x()) < 1e-6 ? Double.MAX_VALUE : (wallX - eye.x()) / ray.x();
    double toGround = ray.z() < -1e-6 ? -eye.z() / ray.z() : Double.MAX_VALUE;
    double distance = Math.min(toWall, toGround);
    if (distance > 600) {
      return sky(ray);
    }
    Vector hit = eye.plus(ray.times(distance));
    if (toWall < toGround && hit.z() > WALL_HEIGHT + 3 * grain.cell(bay(hit.y(), 14), 7)) {
      return sky(ray);
    }
    int color = toWall < toGround ? wall(hit, wallX) : ground(hit);
    double haze = 1 - Math.exp(-distance / 260);
    return mix(color, sky, haze);
  }

  private int sky(Vector ray) {
    double height = Math.max(0, Math.min(1, ray.z() * 1.6));
    return mix(sky, ZENITH, 0.6 * height);
  }

  private int ground(Vector hit) {
    double fine = grain.smooth(hit.x() * 9, hit.y() * 9) - 0.5;
    double rough = grain.smooth(hit.x() * 0.7, hit.y() * 0.5) - 0.5;
    double across = Math.abs(hit.x());
    double lit = inShadowOfWall(hit) ? light.ambient() : light.brightness(new Vector(0, 0, 1));
    int color;
    if (across < Street.KERB) {
      color = road(hit, across, 14 * fine + 12 * rough);
    } else if (across < Street.KERB + 0.18) {
      color = grey(150 + 16 * fine, 0);
    } else {
      boolean joint = joint(hit.x(), 0.6) || joint(hit.y(), 0.6);
      double tile = 8 * grain.cell(bay(hit.x(), 0.6), bay(hit.y(), 0.6));
      color = grey((joint ? 112 : 136) + tile + 16 * fine + 14 * rough, 5);
    }
    return light.shade(color, lit);
  }

  private int road(Vector hit, double across, double texture) {
    double worn = grain.smooth(hit.x() * 4, hit.y() * 4);
    if (worn > 0.24 && isMarked(hit, across)) {
      return mix(LINE, grey(92, 0), 0.25 * worn);
    }
    double track = 7 * Math.cos(2 * Math.PI * (across - 1.0) / 1.8);
    double patch = grain.cell(bay(hit.x(), 1.9), bay(hit.y(), 7)) > 0.86 ? -12 : 0;
    return grey(88 + texture - track + patch, 2);
  }

  private boolean isMarked(Vector hit, double across) {
    double fromCrossing = Math.abs(hit.y() - street.crossing());
    if (fromCrossing < Street.CROSSING_HALF) {
      return Math.floorMod(bay(hit.x(), 0.55), 2L) == 0;
    }
    boolean middle = across < 0.07 && Math.floorMod(bay(hit.y(), 2.5), 2L) == 0;
    boolean edge = Math.abs(across - Street.KERB + 0.35) < 0.06;
    return middle || edge || isStopLine(hit, fromCrossing);
  }

  private boolean isStopLine(Vector hit, double fromCrossing) {
    boolean driversSide = (hit.x() > 0) == (hit.y() < street.crossing());
    return driversSide && Math.abs(fromCrossing - Street.CROSSING_HALF - 0.9) < 0.16;
  }

  private int wall(Vector hit, double wallX) {
    long house = bay(hit.y(), 14);
    long side = wallX > 0 ? 1 : 2;
    int front = FRONTS[(int) (grain.cell(house, side) * FRONTS.length)];
    double fine = 18 * (grain.smooth(hit.y() * 7, hit.z() * 12) - 0.5);
    boolean course = joint(hit.z(), 0.3);
    double lit = light.brightness(new Vector(wallX > 0 ? -1 : 1, 0, 0));
    int pane = window(hit, house);
    int color = pane == MASONRY ? lift(front, fine - (course ? 9 : 0)) : pane;
    return light.shade(color, lit * (0.8 + 0.2 * Math.min(1, hit.z() / 2)));
  }

  /** The colour of a window's frame or glass; MASONRY beside it. */
  private int window(Vector hit, long house) {
    double u = hit.y() / BAY - Math.floor(hit.y() / BAY);
    double storey = Math.floor(hit.z() / STOREY);
    double v = hit.z() / STOREY - storey;
    boolean shop = storey == 0;
    double half = shop ? 0.4 : 0.24;
    double fromMiddle = Math.abs(u - 0.5);
    if (fromMiddle > half || v < (shop ? 0.12 : 0.28) || v > 0.84) {
      return MASONRY;
    }
    if (fromMiddle > half - 0.04 || fromMiddle < 0.018) {
      return FRAME;
    }
    return pane(hit, house, bay(hit.y(), BAY) * 31 + (long) storey, v);
  }

  private int pane(Vector hit, long house, long window, double height) {
    boolean lamp = grain.cell(window, house) > 0.85;
    double sheen = 26 * grain.smooth(hit.y() * 0.8, hit.z() * 0.8) + 24 * height;
    return lift(lamp ? LAMPLIGHT : GLASS, sheen);
  }

  private boolean inShadowOfWall(Vector hit) {
    Vector sun = light.toSun();
    double wallX = sun.x() > 0 ? street.rightWall() : street.leftWall();
    double distance = (wallX - hit.x()) / sun.x();
    return distance * sun.z() < WALL_HEIGHT && light.sun() > 0.2;
  }

  private static boolean joint(double value, double width) {
    double inside = value / width - Math.floor(value / width);
    return inside < 0.05;
  }

  private static long bay(double value, double width) {
    return (long) Math.floor(value / width);
  }

  private static int grey(double level, double warm) {
    return Rgb.of(
        Light.channel(level + warm), Light.channel(level + warm / 2), Light.channel(level));
  }

  private static int lift(int color, double by) {
    return Rgb.of(
        Light.channel(Rgb.red(color) + by),
        Light.channel(Rgb.green(color) + by),
        Light.channel(Rgb.blue(color) + by));
  }

  private static int mix(int a, int b, double share) {
    return Rgb.of(
        Light.channel(Rgb.red(a) + share * (Rgb.red(b) - Rgb.red(a))),
        Light.channel(Rgb.green(a) + share * (Rgb.green(b) - Rgb.green(a))),
        Light.channel(Rgb.blue(a) + share * (Rgb.blue(b) - Rgb.blue(a))));
  }
}
