package io.vedette.simulator.street;

/** Colours as 0xRRGGBB, since a picture has millions of them. */
final class Rgb {
  private Rgb() {}

  /** A colour of channels 0–255. */
  static int of(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  static int red(int rgb) {
    return rgb >> 16 & 255;
  }

  static int green(int rgb) {
    return rgb >> 8 & 255;
  }

  static int blue(int rgb) {
    return rgb & 255;
  }
}
