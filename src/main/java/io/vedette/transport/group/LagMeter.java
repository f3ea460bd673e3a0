package io.vedette.transport.group;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meter of a consumer group's lag behind a topic, in time: records behind ÷ records per second,
 * of the partition where that is longest. Confined to one thread; caller closes.
 */
public final class LagMeter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LagMeter.class);
  private static final long PATIENCE_SECONDS = 5;
  private static final double NANOS = 1e9;
  private static final double MEMORY = 0.8;
  private static final double LEAST_RATE = 0.1;
  private static final double MILLIS = 1000;

  private final KafkaAccess kafka;
  private final Admin admin;
  private final String topic;
  private final String group;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<TopicPartition, Double> rates = new HashMap<>();
  private long measuredNanos;

  public LagMeter(KafkaAccess kafka, String topic, String group) {
    this.kafka = kafka;
    this.admin = KafkaClients.admin(kafka.admin());
    this.topic = topic;
    this.group = group;
  }

  /**
   * Measures the lag; to be called about once a second. Empty when it cannot be measured.
   *
   * @throws io.vedette.runtime.Failure of action STOP when Kafka refuses to answer
   */
  public Optional<Duration> measure() {
    try {
      Map<TopicPartition, OffsetAndMetadata> done =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      done.keySet().removeIf(partition -> !partition.topic().equals(topic));
      done.values().removeIf(offset -> offset == null);
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      done.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
      return lag(done, admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      KafkaFailures.requireAllowed(kafka, "the lag of %s cannot be measured".formatted(group), e);
      LOG.debug("the lag of {} cannot be measured", group, e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }

  private Optional<Duration> lag(
      Map<TopicPartition, OffsetAndMetadata> done,
      Map<TopicPartition, ListOffsetsResultInfo> latest) {
    long now = System.nanoTime();
    double seconds = (now - measuredNanos) / NANOS;
    boolean isFirst = measuredNanos == 0;
    measuredNanos = now;
    double longest = 0;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : latest.entrySet()) {
      TopicPartition partition = end.getKey();
      long offset = end.getValue().offset();
      Long before = ends.put(partition, offset);
      if (!isFirst && before != null) {
        double rate = Math.max(0, offset - before) / seconds;
        rates.merge(partition, rate, (old, fresh) -> MEMORY * old + (1 - MEMORY) * fresh);
      }
      OffsetAndMetadata next = done.get(partition);
      long behind = next == null ? 0 : offset - next.offset();
      double rate = rates.getOrDefault(partition, 0.0);
      longest = Math.max(longest, Math.max(seconds(behind, rate), noted(next, rate)));
    }
    return isFirst ? Optional.empty() : Optional.of(Duration.ofMillis((long) (1000 * longest)));
  }

  /** The lag by the worker's own note, in seconds; 0 while hardly any records come. */
  private static double noted(@Nullable OffsetAndMetadata next, double rate) {
    if (next == null || rate < LEAST_RATE) {
      return 0;
    }
    return LateNote.of(next.metadata()).toMillis() / MILLIS;
  }

  /**
   * The lag by records behind, in seconds; 0 while hardly any records come, since the few that are
   * left say little about load.
   */
  private static double seconds(long behind, double rate) {
    return rate < LEAST_RATE || behind <= 1 ? 0 : (behind - 1) / rate;
  }
}
