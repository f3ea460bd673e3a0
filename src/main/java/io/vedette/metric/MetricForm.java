package io.vedette.metric;

import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form of a meter in a monitoring system. Immutable.
 *
 * @param type the type
 * @param id name with dots, from which registries make their own
 * @param unit the unit of its values, in plural; empty for mere numbers
 * @param labels names of its labels
 * @param buckets upper bounds of the histogram, of timers in seconds; empty when it has none
 */
public record MetricForm(
    Meter.Type type, String id, String unit, List<String> labels, List<Double> buckets) {
  /** Budgets of one stage are a few milliseconds. */
  private static final double[] STAGE_SECONDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
  };

  /** The buckets from a picture to its published event; the live budget is 80 ms. */
  private static final double[] LATENCY_SECONDS = {
    0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private static final double[] PICTURES = {1, 2, 4, 8, 16, 32, 64};
  private static final double NANOS = 1e9;

  public MetricForm {
    labels = List.copyOf(labels);
    buckets = List.copyOf(buckets);
  }

  static MetricForm gauge(String id, String unit) {
    return new MetricForm(Meter.Type.GAUGE, id, unit, List.of(), List.of());
  }

  static MetricForm counter(String id, String unit) {
    return new MetricForm(Meter.Type.COUNTER, id, unit, List.of(), List.of());
  }

  /** Durations of one stage of the work. */
  static MetricForm stage(String id) {
    return new MetricForm(Meter.Type.TIMER, id, "seconds", List.of(), boxed(STAGE_SECONDS));
  }

  /** Durations from a picture's capture. */
  static MetricForm latency(String id) {
    return new MetricForm(Meter.Type.TIMER, id, "seconds", List.of(), boxed(LATENCY_SECONDS));
  }

  /** Numbers of pictures. */
  static MetricForm pictures(String id) {
    return new MetricForm(
        Meter.Type.DISTRIBUTION_SUMMARY, id, "pictures", List.of(), boxed(PICTURES));
  }

  /** The form with labels. */
  MetricForm by(String... names) {
    return new MetricForm(type, id, unit, List.of(names), buckets);
  }

  /** The unit as registries want it. */
  @Nullable String baseUnit() {
    return unit.isEmpty() ? null : unit;
  }

  Duration[] durations() {
    return buckets.stream()
        .map(seconds -> Duration.ofNanos((long) (seconds * NANOS)))
        .toArray(Duration[]::new);
  }

  double[] bounds() {
    return buckets.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Labels and their values in turn. */
  String[] tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(
          "%s: expected values of %s, found %s".formatted(id, labels, List.of(values)));
    }
    return Stream.iterate(0, i -> i < values.length, i -> i + 1)
        .flatMap(i -> Stream.of(labels.get(i), values[i]))
        .toArray(String[]::new);
  }

  private static List<Double> boxed(double[] numbers) {
    return DoubleStream.of(numbers).boxed().toList();
  }
}
