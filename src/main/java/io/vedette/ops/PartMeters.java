package io.vedette.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.runtime.Part;
import io.vedette.runtime.Supervisor.Verdict;
import java.util.Locale;

/**
 * The meter {@code part.failures}, by {@code part} and what became of it: {@code skip}, {@code
 * retry}, {@code restart} or {@code end}. Thread-safe.
 */
public final class PartMeters {
  private final MeterRegistry registry;

  public PartMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a failure. */
  public void failed(Part part, Verdict verdict) {
    String outcome = verdict.name().toLowerCase(Locale.ROOT);
    registry.counter("part.failures", "part", part.name(), "outcome", outcome).increment();
  }
}
