package io.vedette.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, at least 0, written with a unit: {@code 512KiB}, {@code 8MiB}, {@code 1GB}.
 * Immutable.
 */
public record DataSize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+)\\s*(B|KB|MB|GB|TB|KIB|MIB|GIB|TIB)?", Pattern.CASE_INSENSITIVE);
  private static final String PREFIXES = "KMGT";
  private static final String EXPECTED = "expected a size such as 512KiB, 8MiB or 1GiB";

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  public static DataSize parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
    int power = PREFIXES.indexOf(unit.charAt(0)) + 1;
    long base = unit.endsWith("IB") ? 1024 : 1000;
    try {
      long bytes = Long.parseLong(matcher.group(1));
      for (int i = 0; i < power; i++) {
        bytes = Math.multiplyExact(bytes, base);
      }
      return new DataSize(bytes);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(EXPECTED + " below 8 EiB", e);
    }
  }

  public int toIntBytes() {
    return Math.toIntExact(bytes);
  }

  @Override
  public String toString() {
    long value = bytes;
    int power = 0;
    while (value >= 1024 && value % 1024 == 0 && power < PREFIXES.length()) {
      value /= 1024;
      power++;
    }
    return power == 0 ? value + "B" : value + PREFIXES.substring(power - 1, power) + "iB";
  }
}
