package io.vedette.bench;

import java.util.Locale;

/**
 * One measured figure and its budget. Immutable.
 *
 * @param name of the row, as {@code detect-efficiency}
 * @param what it says, for people
 * @param value measured
 * @param unit of value and budget, as {@code ms}; empty for a ratio
 * @param budget what was promised
 * @param isCeiling whether the budget is the most allowed, else the least
 * @param how it was measured, with the figures behind a ratio
 */
public record Figure(
    String name,
    String what,
    double value,
    String unit,
    double budget,
    boolean isCeiling,
    String how) {
  /** Whether the budget is kept. */
  public boolean isKept() {
    return isCeiling ? value <= budget : value >= budget;
  }

  /** {@code ≤ 3 ms}. */
  public String promise() {
    return (isCeiling ? "≤ " : "≥ ") + amount(budget);
  }

  /** {@code 2.14 ms}. */
  public String measured() {
    return amount(value);
  }

  private String amount(double number) {
    String digits = String.format(Locale.ROOT, number >= 100 ? "%.0f" : "%.2f", number);
    return (digits + " " + unit).strip();
  }
}
