package io.vedette.simulator.drawing;

import io.vedette.simulator.body.Vector;
import java.awt.Color;
import java.util.random.RandomGenerator;

/**
 * The light of a scene: sun, sky and haze. Immutable.
 *
 * @param toSun unit vector
 * @param sun brightness of what faces the sun, over the ambient one
 * @param ambient brightness of what does not
 * @param warmth red gained and blue lost, 0–0.2
 * @param sky colour of the haze and the sky at the horizon
 */
public record Light(Vector toSun, double sun, double ambient, double warmth, Color sky) {
  public static Light of(RandomGenerator random) {
    double overcast = random.nextDouble();
    double azimuth = 2 * Math.PI * random.nextDouble();
    double height = 0.6 + 0.9 * random.nextDouble();
    Vector toSun = new Vector(Math.cos(azimuth), Math.sin(azimuth), height).unit();
    double sun = 0.62 * (1 - 0.75 * overcast);
    int sky = (int) (196 + 30 * random.nextDouble());
    return new Light(
        toSun,
        sun,
        0.92 - 0.75 * sun,
        0.1 * random.nextDouble() * (1 - overcast),
        new Color(sky - 16 + (int) (14 * overcast), sky - 4, sky + 12));
  }

  /** Darkness of a cast shadow, 0–1. */
  double shadow() {
    return sun / (sun + ambient);
  }

  public double brightness(Vector normal) {
    double skyward = 0.85 + 0.15 * normal.z();
    return ambient * skyward + sun * Math.max(0, normal.dot(toSun));
  }

  /** A surface's colour as seen at a brightness. */
  public Color shade(Color color, double brightness) {
    return new Color(shade(color.getRGB(), brightness));
  }

  /** The shade of a colour as {@link Rgb}. */
  public int shade(int rgb, double brightness) {
    return Rgb.of(
        channel(Rgb.red(rgb) * brightness * (1 + warmth)),
        channel(Rgb.green(rgb) * brightness),
        channel(Rgb.blue(rgb) * brightness * (1 - warmth)));
  }

  public static int channel(double value) {
    return (int) Math.max(0, Math.min(255, value));
  }
}
