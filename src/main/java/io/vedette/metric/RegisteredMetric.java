package io.vedette.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;

/** A meter of the list in one registry, available for values of its labels. Thread-safe. */
public final class RegisteredMetric {
  private final Metric metric;
  private final MetricForm form;
  private final MeterRegistry registry;

  RegisteredMetric(Metric metric, MeterRegistry registry) {
    this.metric = metric;
    this.form = metric.form();
    this.registry = registry;
  }

  /** A counter. */
  public Counter counter(String... values) {
    return Counter.builder(form.id())
        .baseUnit(form.baseUnit())
        .description(metric.meaning())
        .tags(form.tags(values))
        .register(registry);
  }

  /** A counter that is read from its source, which is to be kept by others. */
  public <T> FunctionCounter counter(T source, ToDoubleFunction<T> figure, String... values) {
    return FunctionCounter.builder(form.id(), source, figure)
        .baseUnit(form.baseUnit())
        .description(metric.meaning())
        .tags(form.tags(values))
        .register(registry);
  }

  /** A gauge that is read from its source, which it keeps. */
  public <T> Gauge gauge(T source, ToDoubleFunction<T> figure, String... values) {
    return Gauge.builder(form.id(), source, figure)
        .strongReference(true)
        .baseUnit(form.baseUnit())
        .description(metric.meaning())
        .tags(form.tags(values))
        .register(registry);
  }

  /** A gauge whose labels' values come and go, of rows of {@link Metric#row}. */
  public MultiGauge rows() {
    return MultiGauge.builder(form.id())
        .baseUnit(form.baseUnit())
        .description(metric.meaning())
        .register(registry);
  }

  /** Takes it out of its registry with all of its labels' values. */
  public void remove() {
    registry.find(form.id()).meters().forEach(registry::remove);
  }

  /** A timer with the meter's buckets. */
  public Timer timer(String... values) {
    return Timer.builder(form.id())
        .description(metric.meaning())
        .serviceLevelObjectives(form.durations())
        .tags(form.tags(values))
        .register(registry);
  }

  /** A summary with the meter's buckets. */
  public DistributionSummary summary(String... values) {
    return DistributionSummary.builder(form.id())
        .baseUnit(form.baseUnit())
        .description(metric.meaning())
        .serviceLevelObjectives(form.bounds())
        .tags(form.tags(values))
        .register(registry);
  }
}
