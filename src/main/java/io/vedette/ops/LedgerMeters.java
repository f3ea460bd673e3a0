package io.vedette.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The frame ledger as meters: {@code frames.captured}, {@code frames.inferred}, {@code
 * frames.shrunk}, {@code frames.dropped}. Thread-safe.
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
    counter("frames.captured", camera, balance -> (double) balance.captured()).register(registry);
    counter("frames.inferred", camera, balance -> (double) balance.inferred()).register(registry);
    counter("frames.shrunk", camera, balance -> (double) balance.shrunk()).register(registry);
    for (DropReason reason : DropReason.values()) {
      counter("frames.dropped", camera, balance -> dropped(balance, reason))
          .tag("reason", reason.wireName())
          .register(registry);
    }
  }

  private FunctionCounter.Builder<Ledger> counter(
      String name, String camera, ToDoubleFunction<Ledger.Balance> figure) {
    return FunctionCounter.builder(
            name,
            ledger,
            source -> {
              Ledger.Balance balance = source.balance(camera);
              return balance == null ? 0 : figure.applyAsDouble(balance);
            })
        .tag("camera", camera);
  }

  private static double dropped(Ledger.Balance balance, DropReason reason) {
    Map<DropReason, Long> dropped = balance.dropped();
    return (double) dropped.getOrDefault(reason, 0L);
  }
}
