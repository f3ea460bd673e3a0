package io.vedette.text;

import java.math.BigDecimal;

/** The text of numbers: {@code 7} for 7.0, never with an exponent. */
public final class NumberWords {
  private NumberWords() {}

  /** The text with as many digits as distinguish the number from others. */
  public static String of(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }
}
