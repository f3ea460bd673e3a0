package io.vedette.sink;

import io.micrometer.core.instrument.MeterRegistry;

/** All meters of the sinks, by {@code sink} and {@code outcome}. Thread-safe. */
public final class SinkMeters {
  /** Records handed over, retried or given up. */
  static final String DELIVERIES = "sink.deliveries";

  private final MeterRegistry registry;

  public SinkMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void delivered(String sink) {
    count(sink, "delivered");
  }

  void retried(String sink) {
    count(sink, "retried");
  }

  void undelivered(String sink) {
    count(sink, "undelivered");
  }

  private void count(String sink, String outcome) {
    registry.counter(DELIVERIES, "sink", sink, "outcome", outcome).increment();
  }
}
