package io.vedette.model.augment;

/**
 * The shares of training pictures, 0–1 each, that get the effects of bad light and of cameras.
 * Immutable.
 *
 * @param dark as at night: little light, dark parts darker still
 * @param infrared without colours, lit from the camera, darker to the corners
 * @param blur out of focus, or moved
 * @param noise of a sensor with little light
 * @param blocks of a strongly compressed stream
 */
public record Conditions(double dark, double infrared, double blur, double noise, double blocks) {
  /** Pictures as they are. */
  public static final Conditions NONE = new Conditions(0, 0, 0, 0, 0);

  /** The default conditions of a training. */
  public static final Conditions DEFAULT = new Conditions(0.08, 0.06, 0.1, 0.12, 0.1);

  public Conditions {
    within("dark", dark);
    within("infrared", infrared);
    within("blur", blur);
    within("noise", noise);
    within("blocks", blocks);
  }

  /** The conditions, each a number of times as often. */
  public Conditions times(double factor) {
    return new Conditions(
        dark * factor, infrared * factor, blur * factor, noise * factor, blocks * factor);
  }

  private static void within(String name, double found) {
    if (!(found >= 0 && found <= 1)) {
      throw new IllegalArgumentException("%s: expected 0–1, found %s".formatted(name, found));
    }
  }
}
