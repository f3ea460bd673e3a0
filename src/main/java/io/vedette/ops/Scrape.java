package io.vedette.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The text of all meters of this process, in Prometheus' format. Thread-safe.
 *
 * <p>Meters whose labels' values come and go, as cameras do, are brought up to date first.
 */
public final class Scrape {
  private final PrometheusMeterRegistry registry;
  private final List<Runnable> updates = new CopyOnWriteArrayList<>();

  public Scrape(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Adds an update before each scrape; it must not block. */
  public void before(Runnable update) {
    updates.add(update);
  }

  /** The present meters. */
  public synchronized String text() {
    updates.forEach(Runnable::run);
    return registry.scrape();
  }
}
