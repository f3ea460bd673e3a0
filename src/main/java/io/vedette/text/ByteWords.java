package io.vedette.text;

import java.util.List;
import java.util.Locale;

/** The text of numbers of bytes: {@code 900 bytes}, {@code 64 KiB}, {@code 1.5 MiB}. */
final class ByteWords {
  private static final int UNIT = 1024;
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  /** The number of units below which a decimal is shown. */
  private static final int FEW = 10;

  private ByteWords() {}

  /** The text in the largest unit of which there is at least one, rounded. */
  static String of(long count) {
    if (count < UNIT) {
      return Count.of(count, "byte");
    }
    double value = (double) count / UNIT;
    int unit = 0;
    while (Math.round(value) >= UNIT && unit < UNITS.size() - 1) {
      value /= UNIT;
      unit++;
    }
    boolean isWhole = value >= FEW || Math.round(value * 10) % 10 == 0;
    return String.format(Locale.ROOT, isWhole ? "%.0f %s" : "%.1f %s", value, UNITS.get(unit));
  }
}
