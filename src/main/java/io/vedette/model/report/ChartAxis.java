package io.vedette.model.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The range of one direction of a chart. Immutable.
 *
 * @param title name of the measured quantity
 * @param least value
 * @param most value
 */
record ChartAxis(String title, double least, double most) {
  private static final int ABOUT_TICKS = 6;

  /** Around some values, from 0 if they are not far from it. */
  static ChartAxis around(String title, Stream<Double> values) {
    double[] finite =
        values.mapToDouble(Double::doubleValue).filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0) {
      return new ChartAxis(title, 0, 1);
    }
    double most = finite[finite.length - 1];
    double least = finite[0] > 0 ? 0 : finite[0];
    return new ChartAxis(title, least, most > least ? most : least + 1);
  }

  /** The place of a value, 0–1. */
  double part(double value) {
    return (value - least) / (most - least);
  }

  /** Round values inside. */
  List<Double> ticks() {
    double rough = (most - least) / ABOUT_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        power * Stream.of(1, 2, 5, 10).filter(s -> s * power >= rough).findFirst().orElse(10);
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(least / step) * step; tick <= most + step * 1e-9; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  static String text(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return String.format(Locale.ROOT, "%.4gM", value / 1e6).replaceAll("\\.?0+M", "M");
    }
    if (size >= 1e4) {
      return String.format(Locale.ROOT, "%.0fk", value / 1e3);
    }
    String text = String.format(Locale.ROOT, size >= 100 ? "%.0f" : "%.3f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
