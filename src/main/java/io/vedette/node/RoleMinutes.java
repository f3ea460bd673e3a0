package io.vedette.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.forward.Forwarding;
import io.vedette.metric.Metric;
import io.vedette.ops.MinuteLine;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.sink.SinkSettings;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines, one a minute, of roles whose work is not in the ledger of frames; they are made
 * from meters.
 */
record RoleMinutes(
    MeterRegistry registry, InstantSource clock, Services services, Supervision supervision) {
  private static final Logger LOG = LoggerFactory.getLogger(RoleMinutes.class);

  void track(SinkSettings sinks) {
    start("track", this::tracked);
    if (!sinks.names().isEmpty()) {
      start("sinks", this::delivered);
    }
  }

  void forward(Forwarding forwarding) {
    start("forward", () -> Map.of("records sent", forwarding.sent()));
  }

  private void start(String role, Supplier<Map<String, Long>> counts) {
    MinuteLine.Work work = new MinuteLine.Work(role, counts);
    services.start(new MinuteLine(work, LOG::info, clock, supervision.essential()));
  }

  private Map<String, Long> tracked() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("frames followed", Metric.TRACK_LATENCY.in(registry).timer().count());
    counts.putAll(sums(Metric.TRACK_PUBLISHED, "type"));
    return counts;
  }

  private Map<String, Long> delivered() {
    return sums(Metric.SINK_DELIVERIES, "sink", "outcome");
  }

  /** A counter's sums, by the values of its tags. */
  private Map<String, Long> sums(Metric metric, String... tags) {
    Map<String, Long> sums = new TreeMap<>();
    registry
        .find(metric.form().id())
        .counters()
        .forEach(
            counter -> {
              StringBuilder what = new StringBuilder();
              for (String tag : tags) {
                what.append(what.isEmpty() ? "" : " ").append(counter.getId().getTag(tag));
              }
              sums.merge(
                  what.toString().replaceAll("io\\.vedette\\.|\\.v1$", ""),
                  (long) counter.count(),
                  Long::sum);
            });
    return sums;
  }
}
