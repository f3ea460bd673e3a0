package io.vedette.model.report;

import java.awt.Color;

/** Colours that are easy to distinguish, also for people with colour blindness. */
final class Palette {
  static final Color INK = new Color(0x33, 0x33, 0x33);
  static final Color FAINT = new Color(0xDD, 0xDD, 0xDD);
  static final Color PAPER = Color.WHITE;
  static final Color VEIL = new Color(0xFF, 0xFF, 0xFF, 0xD8);

  /** Okabe and Ito's. */
  private static final Color[] COLOURS = {
    new Color(0x00, 0x72, 0xB2),
    new Color(0xE6, 0x9F, 0x00),
    new Color(0x00, 0x9E, 0x73),
    new Color(0xD5, 0x5E, 0x00),
    new Color(0xCC, 0x79, 0xA7),
    new Color(0x56, 0xB4, 0xE9),
    new Color(0x8C, 0x6D, 0x31)
  };

  private Palette() {}

  static Color of(int index) {
    return COLOURS[Math.floorMod(index, COLOURS.length)];
  }
}
