package io.vedette.simulator.drawing;

/** Colours as 0xRRGGBB, since a picture has millions of them. */
public final class Rgb {
  private Rgb() {}

  /** A colour of channels 0–255. */
  public static int of(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  public static int red(int rgb) {
    return rgb >> 16 & 255;
  }

  public static int green(int rgb) {
    return rgb >> 8 & 255;
  }

  public static int blue(int rgb) {
    return rgb & 255;
  }
}
