package io.vedette.model.augment;

import io.vedette.text.NumberWords;

/**
 * The settings by which training pictures are varied. Immutable.
 *
 * @param mosaic part of the pictures that are made of four, half of them in their own scale
 * @param small part of the pictures that are made of nine, each much smaller
 * @param scale a picture is made larger or smaller by up to this part
 * @param stretch width and height differ in scale by up to this part
 * @param degrees it is turned by, either way
 * @param mirror part of the pictures that are mirrored
 * @param hue part of the colour circle that it is turned by, either way
 * @param saturation changed by up to this part
 * @param value brightness, changed by up to this part
 * @param conditions that cameras work under
 */
public record Augmentation(
    double mosaic,
    double small,
    double scale,
    double stretch,
    double degrees,
    double mirror,
    double hue,
    double saturation,
    double value,
    Conditions conditions) {
  /** A picture is shrunk to a tenth of its side at most. */
  private static final double MOST_SCALE = 0.9;

  public Augmentation {
    within("mosaic", mosaic, 1);
    within("small", small, 1 - mosaic);
    within("scale", scale, MOST_SCALE);
    within("stretch", stretch, MOST_SCALE);
    within("degrees", degrees, 180);
    within("mirror", mirror, 1);
    within("hue", hue, 1);
    within("saturation", saturation, 1);
    within("value", value, 1);
  }

  /** The default augmentation of a training. */
  public static final Augmentation DEFAULT =
      new Augmentation(0.4, 0.08, 0.5, 0.1, 0, 0.5, 0.015, 0.6, 0.4, Conditions.DEFAULT);

  /** Pictures as they are. */
  public static final Augmentation NONE =
      new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0, Conditions.NONE);

  private static void within(String name, double found, double most) {
    if (!(found >= 0 && found <= most)) {
      throw new IllegalArgumentException(
          "%s: expected 0–%s, found %s"
              .formatted(name, NumberWords.of(most), NumberWords.of(found)));
    }
  }

  /** The augmentation without pictures that are made of others. */
  public Augmentation withoutMosaics() {
    return new Augmentation(
        0, 0, scale, stretch, degrees, mirror, hue, saturation, value, conditions);
  }
}
