package io.vedette.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.metric.Metric;
import io.vedette.metric.RegisteredMetric;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The meters of the frame ledger: frames captured, inferred, shrunk and dropped by camera.
 * Thread-safe.
 */
public final class LedgerMeters implements MeterBinder {
  private final Ledger ledger;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();

  public LedgerMeters(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Adds meters for cameras not seen before; called before each scrape, since cameras come and go.
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    for (String camera : ledger.cameras()) {
      if (bound.add(camera)) {
        bind(registry, camera);
      }
    }
  }

  private void bind(MeterRegistry registry, String camera) {
    count(Metric.CAPTURED.in(registry), Ledger.Balance::captured, camera);
    count(Metric.INFERRED.in(registry), Ledger.Balance::inferred, camera);
    count(Metric.SHRUNK.in(registry), Ledger.Balance::shrunk, camera);
    for (DropReason reason : DropReason.values()) {
      count(
          Metric.DROPPED.in(registry),
          balance -> dropped(balance, reason),
          camera,
          reason.wireName());
    }
  }

  private void count(
      RegisteredMetric metric, ToDoubleFunction<Ledger.Balance> figure, String... labels) {
    var unused =
        metric.counter(
            ledger,
            source -> {
              Ledger.Balance balance = source.balance(labels[0]);
              return balance == null ? 0 : figure.applyAsDouble(balance);
            },
            labels);
  }

  private static double dropped(Ledger.Balance balance, DropReason reason) {
    Map<DropReason, Long> dropped = balance.dropped();
    return (double) dropped.getOrDefault(reason, 0L);
  }
}
