package io.vedette.simulator.street;

import io.vedette.simulator.drawing.PictureEffect;
import java.util.Locale;

/** The kind of scene that a synthetic camera shows. */
public enum SceneKind {
  /** A street with people and traffic. */
  STREET,
  /** The street with nobody in it. */
  EMPTY,
  /** One person after the other walks across, 12 to 200 pixels tall in a picture of 1280×720. */
  WALKER,
  /** Someone who moves by a tenth of their own width in a second. */
  SLOW_WALKER,
  /** Someone who comes, does not move for a minute, and goes. */
  SITTER,
  /** A car that comes, parks, and drives off. */
  PARKING,
  /** Rain on an empty street; later someone walks by. */
  RAIN,
  /** Night; cars come by with their lights on. */
  HEADLIGHTS,
  /** The camera changes to infrared over a second and a half, and back. */
  INFRARED,
  /** The camera shakes by up to three pixels; later someone walks by. */
  SHAKE,
  /** Lamps that flicker, in bands that run through the picture; later someone walks by. */
  FLICKER;

  /** The word for it on the command line. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The kind of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SceneKind parse(String word) {
    StringBuilder known = new StringBuilder();
    for (SceneKind kind : values()) {
      if (kind.wireName().equals(word)) {
        return kind;
      }
      known.append(known.isEmpty() ? "" : ", ").append(kind.wireName());
    }
    throw new IllegalArgumentException("expected one of " + known + ", found \"" + word + "\"");
  }

  /** Seconds after which it begins again. */
  public double loopSeconds() {
    return switch (this) {
      case STREET -> Script.LOOP;
      case WALKER -> TestScript.WALKERS_SECONDS;
      case SITTER -> 84;
      case SLOW_WALKER, PARKING -> 50;
      case EMPTY, RAIN, HEADLIGHTS, INFRARED, SHAKE, FLICKER -> 40;
    };
  }

  PictureEffect conditions(long seed) {
    return switch (this) {
      case RAIN -> PictureEffect.rain(seed);
      case HEADLIGHTS -> PictureEffect.night();
      case INFRARED -> PictureEffect.infrared(10, 30);
      case SHAKE -> PictureEffect.shake(seed);
      case FLICKER -> PictureEffect.flicker();
      case STREET, EMPTY, WALKER, SLOW_WALKER, SITTER, PARKING -> PictureEffect.NONE;
    };
  }
}
