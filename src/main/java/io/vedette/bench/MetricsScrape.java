package io.vedette.bench;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vedette.frame.Ledger;
import io.vedette.ops.LedgerMeters;
import java.util.List;
import java.util.Locale;

/** The benchmark of a metrics scrape for 10, 100 and 1 000 cameras, one after the other. */
public final class MetricsScrape implements Benchmark {
  private static final int FEW = 10;
  private static final int SOME = 100;
  private static final int MANY = 1000;
  private static final int WARM_UPS = 30;
  private static final int ROUNDS = 40;

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public List<Figure> run() {
    double few = millis(FEW);
    double some = millis(SOME);
    double many = millis(MANY);
    return List.of(
        new Figure(
            "metrics-scrape",
            "scrape of 1 000 cameras, a camera ÷ of 100",
            many / MANY / (some / SOME),
            "",
            2,
            true,
            String.format(
                Locale.ROOT,
                "medians of the processor time of %d scrapes: 10 cameras %.2f ms, 100 %.2f, 1 000 %.2f",
                ROUNDS,
                few,
                some,
                many)));
  }

  private static double millis(int cameras) {
    Ledger ledger = new Ledger();
    for (int i = 0; i < cameras; i++) {
      ledger.captured("camera-" + i);
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    LedgerMeters meters = new LedgerMeters(ledger);
    try {
      return Samples.time(
              WARM_UPS,
              ROUNDS,
              () -> {
                meters.bindTo(registry);
                registry.scrape();
              })
          .millis(0.5);
    } finally {
      registry.close();
    }
  }
}
