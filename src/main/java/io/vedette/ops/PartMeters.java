package io.vedette.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.metric.Metric;
import io.vedette.runtime.Part;
import io.vedette.runtime.Supervisor.Verdict;
import java.util.Locale;

/**
 * The counters of parts' failures, by outcome: {@code skip}, {@code retry}, {@code restart} or
 * {@code end}. Thread-safe.
 */
public final class PartMeters {
  private final MeterRegistry registry;

  public PartMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a failure. */
  public void failed(Part part, Verdict verdict) {
    String outcome = verdict.name().toLowerCase(Locale.ROOT);
    Metric.PART_FAILURES.in(registry).counter(part.name(), outcome).increment();
  }
}
