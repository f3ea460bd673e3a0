package io.vedette.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.metric.Metric;
import io.vedette.trace.Traces;
import java.util.List;

/** The meters of the sinks, by {@code sink} and {@code outcome}, and their traces. Thread-safe. */
public final class SinkMeters {
  private static final String DELIVERED = "delivered";
  private static final String RETRIED = "retried";
  private static final String UNDELIVERED = "undelivered";

  private final MeterRegistry registry;
  private final Traces traces;

  public SinkMeters(MeterRegistry registry, Traces traces) {
    this.registry = registry;
    this.traces = traces;
  }

  /** The traces of deliveries. */
  Traces traces() {
    return traces;
  }

  /** Adds the meters of a sink before its first delivery. */
  void begin(String sink) {
    for (String outcome : List.of(DELIVERED, RETRIED, UNDELIVERED)) {
      var unused = Metric.SINK_DELIVERIES.in(registry).counter(sink, outcome);
    }
  }

  void delivered(String sink) {
    count(sink, DELIVERED);
  }

  void retried(String sink) {
    count(sink, RETRIED);
  }

  void undelivered(String sink) {
    count(sink, UNDELIVERED);
  }

  private void count(String sink, String outcome) {
    Metric.SINK_DELIVERIES.in(registry).counter(sink, outcome).increment();
  }
}
