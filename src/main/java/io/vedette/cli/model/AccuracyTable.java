package io.vedette.cli.model;

import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.ClassAccuracy;
import io.vedette.model.accuracy.ClassPoint;
import io.vedette.model.accuracy.OperatingPoint;
import io.vedette.model.accuracy.SizeAccuracy;
import io.vedette.model.accuracy.SizeClass;
import io.vedette.text.Count;
import java.util.List;
import java.util.Locale;

/** The accuracy of a detector as a table for people. */
final class AccuracyTable {
  private AccuracyTable() {}

  /** The model as a whole and by the objects' size, then with a worker's settings. */
  static String of(Accuracy accuracy, OperatingPoint point) {
    return figures(accuracy) + "\n" + sizes(accuracy) + "\n" + of(point);
  }

  private static String figures(Accuracy accuracy) {
    StringBuilder table = new StringBuilder();
    line(
        table,
        String.format(
            Locale.ROOT,
            "%-20s %8s %10s %8s %8s %9s",
            "class",
            "objects",
            "precision",
            "recall",
            "mAP50",
            "mAP50-95"));
    row(
        table,
        "all (" + Count.pictures(accuracy.pictures()) + ")",
        accuracy.objects(),
        accuracy.precision(),
        accuracy.recall(),
        accuracy.map50(),
        accuracy.map());
    for (ClassAccuracy one : accuracy.classes()) {
      row(table, one.name(), one.objects(), one.precision(), one.recall(), one.map50(), one.map());
    }
    line(
        table,
        String.format(
            Locale.ROOT,
            "precision and recall at confidence %.2f, where F1 is best",
            accuracy.confidence()));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, int objects, double... figures) {
    int[] widths = {10, 8, 8, 9};
    StringBuilder cells = new StringBuilder();
    for (int i = 0; i < figures.length; i++) {
      cells.append(cell(figures[i], widths[i] + 1));
    }
    line(table, String.format(Locale.ROOT, "%-20s %8d%s", name, objects, cells));
  }

  private static String sizes(Accuracy accuracy) {
    StringBuilder table = new StringBuilder();
    StringBuilder ranges = new StringBuilder();
    StringBuilder heads = new StringBuilder();
    for (SizeClass size : SizeClass.values()) {
      ranges.append(String.format(Locale.ROOT, " %21s", size.range()));
      heads.append(String.format(Locale.ROOT, " %7s %6s %6s", "objects", "recall", "mAP50"));
    }
    line(table, String.format(Locale.ROOT, "%-20s%s", "by size", ranges));
    line(table, String.format(Locale.ROOT, "%-20s%s", "class", heads));
    sizes(table, "all", accuracy.sizes());
    accuracy.classes().forEach(one -> sizes(table, one.name(), one.sizes()));
    line(table, "size: square root of a box's area where the picture's longer side has 320 px");
    return table.toString();
  }

  private static void sizes(StringBuilder table, String name, List<SizeAccuracy> sizes) {
    StringBuilder cells = new StringBuilder();
    for (SizeAccuracy size : sizes) {
      cells.append(String.format(Locale.ROOT, " %7d", size.objects()));
      cells.append(cell(size.recall(), 7)).append(cell(size.map50(), 7));
    }
    line(table, String.format(Locale.ROOT, "%-20s%s", name, cells));
  }

  /** The results with a worker's settings. */
  static String of(OperatingPoint point) {
    StringBuilder table = new StringBuilder();
    line(
        table,
        String.format(
            Locale.ROOT,
            "%-20s %8s %10s %8s %8s %8s",
            "as workers do",
            "objects",
            "confidence",
            "precision",
            "recall",
            "wrong"));
    point.classes().forEach(one -> line(table, row(one)));
    line(
        table,
        String.format(
            Locale.ROOT,
            "of %s without any object %d have a false box%s",
            Count.pictures(point.background()),
            point.disturbed(),
            share(point)));
    return table.toString();
  }

  private static String row(ClassPoint one) {
    return String.format(
        Locale.ROOT,
        "%-20s %8d%s%s%s %8d",
        one.name(),
        one.objects(),
        cell(one.confidence(), 11),
        cell(one.precision(), 10),
        cell(one.recall(), 9),
        one.wrong());
  }

  private static String share(OperatingPoint point) {
    return point.background() == 0
        ? ""
        : String.format(Locale.ROOT, " (%.1f %%)", 100.0 * point.disturbed() / point.background());
  }

  private static String cell(double figure, int width) {
    String text = Double.isNaN(figure) ? "–" : String.format(Locale.ROOT, "%.3f", figure);
    return " ".repeat(Math.max(1, width - text.length())) + text;
  }

  private static void line(StringBuilder table, String text) {
    table.append(text).append(System.lineSeparator());
  }
}
