package io.vedette.transport.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/** One Kafka client's reporter of its measures, made by the client. Thread-safe. */
public final class ClientReporter implements MetricsReporter {
  /** The property that has the {@link ClientHealth} to report to. */
  static final String HEALTH = "vedette.client.health";

  private final Set<KafkaMetric> reported = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ClientHealth health;

  @Override
  public void configure(Map<String, ?> properties) {
    health = properties.get(HEALTH) instanceof ClientHealth given ? given : null;
  }

  @Override
  public void init(List<KafkaMetric> metrics) {
    metrics.forEach(this::metricChange);
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    ClientHealth present = health;
    if (present != null && reported.add(metric)) {
      present.add(metric);
    }
  }

  @Override
  public void metricRemoval(KafkaMetric metric) {
    ClientHealth present = health;
    if (present != null && reported.remove(metric)) {
      present.remove(metric);
    }
  }

  @Override
  public void close() {
    Set.copyOf(reported).forEach(this::metricRemoval);
  }
}
