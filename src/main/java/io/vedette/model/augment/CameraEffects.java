package io.vedette.model.augment;

import io.vedette.geometry.Size;
import java.util.SplittableRandom;

/**
 * The changes of a whole training picture that move nothing in it, as {@link Conditions} defines
 * them. The same random numbers give the same. Confined to one thread; caller closes.
 */
final class CameraEffects implements AutoCloseable {
  private static final int COLOURS = 3;
  private static final int LEVELS = 256;

  /** The count of numbers with a mean of 0 and a deviation of 1, from which noise is drawn. */
  private static final int NOISES = 1 << 12;

  private static final int WORST_QUALITY = 10;
  private static final int BEST_QUALITY = 70;

  private final float[] normal = normal();
  private final Recoder recoder = new Recoder();

  private static float[] normal() {
    SplittableRandom random = new SplittableRandom(NOISES);
    float[] normal = new float[NOISES];
    for (int i = 0; i < NOISES; i++) {
      normal[i] =
          (float)
              (Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                  * Math.cos(2 * Math.PI * random.nextDouble()));
    }
    return normal;
  }

  /** Changes uint8 {@code [height, width, 3]} in place. */
  void apply(byte[] rgb, Size size, Conditions conditions, SplittableRandom random) {
    if (random.nextDouble() < conditions.dark()) {
      darken(rgb, random);
    }
    if (random.nextDouble() < conditions.infrared()) {
      infrared(rgb, size, random);
    }
    if (random.nextDouble() < conditions.blur()) {
      blur(rgb, size, random);
    }
    if (random.nextDouble() < conditions.noise()) {
      addNoise(rgb, random);
    }
    if (random.nextDouble() < conditions.blocks()) {
      recoder.apply(rgb, size, WORST_QUALITY + random.nextInt(BEST_QUALITY - WORST_QUALITY));
    }
  }

  private static void darken(byte[] rgb, SplittableRandom random) {
    double gain = 0.2 + 0.5 * random.nextDouble();
    double power = 1 + random.nextDouble();
    byte[] table = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      table[i] = clamp((float) (255 * gain * Math.pow(i / 255.0, power)));
    }
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = table[rgb[i] & 0xFF];
    }
  }

  private static void infrared(byte[] rgb, Size size, SplittableRandom random) {
    double contrast = 0.7 + 0.6 * random.nextDouble();
    double fall = 0.7 * random.nextDouble();
    double centreX = size.width() * (0.3 + 0.4 * random.nextDouble());
    double centreY = size.height() * (0.3 + 0.4 * random.nextDouble());
    double farthest = (double) size.width() * size.width() + (double) size.height() * size.height();
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, at += COLOURS) {
        int sum = (rgb[at] & 0xFF) + 2 * (rgb[at + 1] & 0xFF) + (rgb[at + 2] & 0xFF);
        double away = (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY);
        double light = 1 - fall * Math.min(1, 3 * away / farthest);
        byte grey = clamp((float) (((sum / 4.0 - 128) * contrast + 128) * light));
        rgb[at] = grey;
        rgb[at + 1] = grey;
        rgb[at + 2] = grey;
      }
    }
  }

  /** The mean of neighbours: of a few either way, or of more along one direction. */
  private static void blur(byte[] rgb, Size size, SplittableRandom random) {
    int wide = 2 + random.nextInt(3);
    int high = random.nextBoolean() ? wide : 1 + random.nextInt(3);
    int row = size.width() * COLOURS;
    for (int y = 0; y < size.height(); y++) {
      for (int colour = 0; colour < COLOURS; colour++) {
        average(rgb, y * row + colour, COLOURS, size.width(), wide);
      }
    }
    for (int column = 0; column < row; column++) {
      average(rgb, column, row, size.height(), high);
    }
  }

  /** Replaces each of some bytes by the mean of it and those after it, the last ones by less. */
  private static void average(byte[] bytes, int from, int step, int count, int length) {
    int sum = 0;
    for (int i = 0; i < Math.min(length, count); i++) {
      sum += bytes[from + i * step] & 0xFF;
    }
    int held = Math.min(length, count);
    for (int i = 0; i < count; i++) {
      int own = bytes[from + i * step] & 0xFF;
      bytes[from + i * step] = (byte) ((sum + held / 2) / held);
      sum -= own;
      held--;
      if (i + length < count) {
        sum += bytes[from + (i + length) * step] & 0xFF;
        held++;
      }
    }
  }

  /** Mostly the same on all colours of a pixel, as sensors with little light have it. */
  private void addNoise(byte[] rgb, SplittableRandom random) {
    double strength = 3 + 17 * random.nextDouble();
    float grey = (float) (0.8 * strength);
    float colour = (float) (0.6 * strength);
    for (int at = 0; at + COLOURS <= rgb.length; at += COLOURS) {
      long bits = random.nextLong();
      float common = grey * normal[(int) (bits & (NOISES - 1))];
      for (int i = 0; i < COLOURS; i++) {
        bits >>>= 12;
        float own = colour * normal[(int) (bits & (NOISES - 1))];
        rgb[at + i] = clamp((rgb[at + i] & 0xFF) + common + own);
      }
    }
  }

  private static byte clamp(float value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }

  @Override
  public void close() {
    recoder.close();
  }
}
