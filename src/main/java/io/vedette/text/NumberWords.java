package io.vedette.text;

import java.math.BigDecimal;

/** Numbers as text: {@code 7} for 7.0, never with an exponent. */
public final class NumberWords {
  private NumberWords() {}

  /** With as many digits as tell it from other numbers. */
  public static String of(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }
}
