package io.vedette.transport.client;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.metric.Metric;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/**
 * Health of this process's Kafka clients as meters, by the clients' names; those of several clients
 * of one name are taken together. Thread-safe.
 */
final class ClientHealth implements MeterBinder {
  private static final String CLIENT = "client-id";
  private static final Pattern RANDOM =
      Pattern.compile("-?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|-[0-9a-f]{8}$");
  private static final double MILLI = 1e-3;

  /**
   * The conversion of one of Kafka's own measures.
   *
   * @param together joins the values of several clients
   */
  private record Use(Metric metric, double factor, DoubleBinaryOperator together) {
    private static Use sum(Metric metric) {
      return new Use(metric, 1, Double::sum);
    }

    private static Use largest(Metric metric, double factor) {
      return new Use(metric, factor, Math::max);
    }

    private boolean isCounter() {
      return metric.form().type() == Meter.Type.COUNTER;
    }
  }

  /** The conversions by the names of Kafka's measures. */
  private static final Map<String, Use> USES =
      Map.ofEntries(
          Map.entry("connection-count", Use.sum(Metric.KAFKA_CONNECTIONS)),
          Map.entry("failed-authentication-total", Use.sum(Metric.KAFKA_REFUSED_LOGINS)),
          Map.entry("request-total", Use.sum(Metric.KAFKA_REQUESTS)),
          Map.entry("outgoing-byte-total", Use.sum(Metric.KAFKA_SENT)),
          Map.entry("incoming-byte-total", Use.sum(Metric.KAFKA_RECEIVED)),
          Map.entry("records-consumed-total", Use.sum(Metric.KAFKA_CONSUMED)),
          Map.entry("records-lag-max", Use.largest(Metric.KAFKA_RECORD_LAG, 1)),
          Map.entry("fetch-latency-avg", Use.largest(Metric.KAFKA_FETCH_TIME, MILLI)),
          Map.entry("assigned-partitions", Use.sum(Metric.KAFKA_PARTITIONS)),
          Map.entry("last-heartbeat-seconds-ago", Use.largest(Metric.KAFKA_HEARTBEAT_AGE, 1)),
          Map.entry("rebalance-total", Use.sum(Metric.KAFKA_REBALANCES)),
          Map.entry("failed-rebalance-total", Use.sum(Metric.KAFKA_FAILED_REBALANCES)),
          Map.entry("record-error-total", Use.sum(Metric.KAFKA_SEND_ERRORS)),
          Map.entry("record-retry-total", Use.sum(Metric.KAFKA_SEND_RETRIES)),
          Map.entry("request-latency-avg", Use.largest(Metric.KAFKA_SEND_TIME, MILLI)),
          Map.entry("record-queue-time-avg", Use.largest(Metric.KAFKA_SEND_QUEUE, MILLI)),
          Map.entry("alive-stream-threads", Use.sum(Metric.KAFKA_STREAM_THREADS)),
          Map.entry("failed-stream-threads", Use.sum(Metric.KAFKA_FAILED_STREAM_THREADS)));

  /** One meter: a metric of one client's name. */
  private record Key(Metric metric, String client) {}

  /** The clients' measures behind one meter. */
  private static final class Tally {
    private final Use use;
    private final Set<KafkaMetric> measures = new HashSet<>();
    private @Nullable Meter meter;
    private double closed;

    private Tally(Use use) {
      this.use = use;
    }

    /**
     * The meter's value; counters go on from the values of closed clients; NaN where no client
     * measures.
     */
    private synchronized double value() {
      double value = use.isCounter() ? closed : Double.NaN;
      for (KafkaMetric measure : measures) {
        double one = number(measure) * use.factor;
        if (!Double.isNaN(one)) {
          value = Double.isNaN(value) ? one : use.together.applyAsDouble(value, one);
        }
      }
      return value;
    }

    private synchronized void add(KafkaMetric measure) {
      measures.add(measure);
    }

    /** Removes a measure; whether it was the last one. */
    private synchronized boolean remove(KafkaMetric measure) {
      if (measures.remove(measure) && use.isCounter()) {
        double last = number(measure);
        closed += Double.isNaN(last) ? 0 : last * use.factor;
      }
      return measures.isEmpty();
    }

    private static double number(KafkaMetric measure) {
      return measure.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
  }

  private final Map<Key, Tally> tallies = new HashMap<>();
  private @Nullable MeterRegistry registry;

  @Override
  public synchronized void bindTo(MeterRegistry meters) {
    registry = meters;
    tallies.forEach((key, tally) -> show(meters, key, tally));
  }

  /** Notes a measure that a client has begun. */
  synchronized void add(KafkaMetric measure) {
    Use use = USES.get(measure.metricName().name());
    Key key = key(measure);
    if (key == null || use == null) {
      return;
    }
    Tally tally = tallies.computeIfAbsent(key, ignored -> new Tally(use));
    tally.add(measure);
    MeterRegistry meters = registry;
    if (meters != null && tally.meter == null) {
      show(meters, key, tally);
    }
  }

  /** Notes a measure that a client has ended. */
  synchronized void remove(KafkaMetric measure) {
    Key key = key(measure);
    Tally tally = key == null ? null : tallies.get(key);
    if (tally == null || !tally.remove(measure) || tally.use.isCounter()) {
      return;
    }
    tallies.remove(key);
    Meter shown = tally.meter;
    MeterRegistry meters = registry;
    if (meters != null && shown != null) {
      meters.remove(shown);
    }
  }

  private static void show(MeterRegistry meters, Key key, Tally tally) {
    tally.meter =
        tally.use.isCounter()
            ? key.metric.in(meters).counter(tally, Tally::value, key.client)
            : key.metric.in(meters).gauge(tally, Tally::value, key.client);
  }

  /**
   * The meter of a measure; null for one that is not shown, as those of single partitions and
   * brokers.
   */
  private static @Nullable Key key(KafkaMetric measure) {
    Use use = USES.get(measure.metricName().name());
    Map<String, String> tags = measure.metricName().tags();
    String client = tags.get(CLIENT);
    return use == null || client == null || tags.size() > 1
        ? null
        : new Key(use.metric, RANDOM.matcher(client).replaceAll(""));
  }
}
