package io.vedette.metric;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The part of {@code docs/metrics.md} that is made of the list of meters. */
public final class MetricsPage {
  private static final String TOTAL = "_total";

  private MetricsPage() {}

  /** A meter's name in Prometheus, of timers without what is appended to each of their series. */
  public static String name(Metric metric) {
    MetricForm form = metric.form();
    String name = new PrometheusNamingConvention().name(form.id(), form.type(), form.baseUnit());
    return form.type() == Meter.Type.COUNTER && !name.endsWith(TOTAL) ? name + TOTAL : name;
  }

  /** The names of a meter's series in Prometheus. */
  public static List<String> series(Metric metric) {
    String name = name(metric);
    List<String> series = new ArrayList<>();
    if (isDistribution(metric)) {
      series.addAll(List.of(name + "_count", name + "_sum", name + "_max"));
      if (!metric.form().buckets().isEmpty()) {
        series.add(name + "_bucket");
      }
    } else {
      series.add(name);
    }
    return series;
  }

  static String text() {
    return Arrays.stream(MetricPart.values())
        .map(MetricsPage::section)
        .collect(Collectors.joining("\n"));
  }

  private static String section(MetricPart part) {
    String rows =
        Arrays.stream(Metric.values())
            .filter(metric -> metric.part() == part)
            .map(MetricsPage::row)
            .collect(Collectors.joining());
    return "## %s\n| metric | kind | labels | meaning |\n|---|---|---|---|\n%s"
        .formatted(part.title(), rows);
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s%s |\n"
        .formatted(
            name(metric),
            kind(metric),
            metric.form().labels().stream()
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", ")),
            metric.meaning(),
            buckets(metric.form()));
  }

  private static String kind(Metric metric) {
    return switch (metric.form().type()) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      default -> metric.form().buckets().isEmpty() ? "summary" : "histogram";
    };
  }

  private static String buckets(MetricForm form) {
    return form.buckets().isEmpty()
        ? ""
        : " Buckets up to %s %s."
            .formatted(
                form.buckets().stream()
                    .map(bound -> bound == Math.rint(bound) ? "%.0f".formatted(bound) : "" + bound)
                    .collect(Collectors.joining(", ")),
                form.unit());
  }

  private static boolean isDistribution(Metric metric) {
    Meter.Type type = metric.form().type();
    return type == Meter.Type.TIMER || type == Meter.Type.DISTRIBUTION_SUMMARY;
  }
}
