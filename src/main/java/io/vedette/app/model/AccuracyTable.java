package io.vedette.app.model;

import io.vedette.model.accuracy.Accuracy;
import io.vedette.model.accuracy.ClassAccuracy;
import java.util.Locale;

/** Accuracy for people. */
final class AccuracyTable {
  private AccuracyTable() {}

  static String of(Accuracy accuracy) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            "%-20s %8s %10s %8s %8s %9s%n",
            "class", "objects", "precision", "recall", "mAP50", "mAP50-95"));
    row(
        table,
        "all (" + accuracy.pictures() + " pictures)",
        accuracy.objects(),
        accuracy.precision(),
        accuracy.recall(),
        accuracy.map50(),
        accuracy.map());
    for (ClassAccuracy one : accuracy.classes()) {
      row(table, one.name(), one.objects(), one.precision(), one.recall(), one.map50(), one.map());
    }
    table.append(
        String.format(
            Locale.ROOT,
            "precision and recall at confidence %.2f, where F1 is best%n",
            accuracy.confidence()));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, int objects, double... figures) {
    table.append(String.format(Locale.ROOT, "%-20s %8d", name, objects));
    int[] widths = {10, 8, 8, 9};
    for (int i = 0; i < figures.length; i++) {
      String figure =
          Double.isNaN(figures[i]) ? "–" : String.format(Locale.ROOT, "%.3f", figures[i]);
      table.append(" ".repeat(Math.max(1, widths[i] + 1 - figure.length()))).append(figure);
    }
    table.append(System.lineSeparator());
  }
}
