package io.vedette.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure and its budget. Immutable.
 *
 * @param name the name of the row, as {@code detect-efficiency}
 * @param what it says, for people
 * @param value measured
 * @param unit the unit of value and budget, as {@code ms}; empty for a ratio
 * @param budget the promised value
 * @param isCeiling whether the budget is the most allowed, else the least
 * @param how it was measured, with the figures behind a ratio
 * @param quartiles between which the middle half of the measurements is; null when there is one
 */
public record Figure(
    String name,
    String what,
    double value,
    String unit,
    double budget,
    boolean isCeiling,
    String how,
    @Nullable Quartiles quartiles) {
  /** The first and the third quartile. */
  public record Quartiles(double low, double high) {}

  /** The relation of a figure to its budget. */
  public enum Verdict {
    KEPT,
    OVER,
    /** The measurements lie on both sides of the budget: they prove neither. */
    UNSURE
  }

  /** One measurement. */
  Figure(
      String name,
      String what,
      double value,
      String unit,
      double budget,
      boolean isCeiling,
      String how) {
    this(name, what, value, unit, budget, isCeiling, how, null);
  }

  /** The figure with the quartiles of its measurements. */
  Figure within(double low, double high) {
    return new Figure(name, what, value, unit, budget, isCeiling, how, new Quartiles(low, high));
  }

  /** The figure with the quartiles of sorted measurements. */
  Figure within(List<Double> sorted) {
    int last = sorted.size() - 1;
    return within(sorted.get(Math.round(last * 0.25f)), sorted.get(Math.round(last * 0.75f)));
  }

  /** The verdict by the middle half of the measurements. */
  public Verdict verdict() {
    Quartiles half = quartiles;
    boolean isLowKept = isKept(half == null ? value : half.low);
    boolean isHighKept = isKept(half == null ? value : half.high);
    if (isLowKept != isHighKept) {
      return Verdict.UNSURE;
    }
    return isLowKept ? Verdict.KEPT : Verdict.OVER;
  }

  private boolean isKept(double measured) {
    return isCeiling ? measured <= budget : measured >= budget;
  }

  /** {@code ≤ 3 ms}. */
  public String promise() {
    return (isCeiling ? "≤ " : "≥ ") + amount(budget);
  }

  /** {@code 2.14 ms}. */
  public String measured() {
    return amount(value);
  }

  /** {@code 2.02 – 2.31 ms}; empty of one measurement. */
  public String spread() {
    Quartiles half = quartiles;
    return half == null ? "" : digits(half.low) + " – " + amount(half.high);
  }

  private String amount(double number) {
    return (digits(number) + " " + unit).strip();
  }

  private static String digits(double number) {
    return String.format(Locale.ROOT, number >= 100 ? "%.0f" : "%.2f", number);
  }
}
