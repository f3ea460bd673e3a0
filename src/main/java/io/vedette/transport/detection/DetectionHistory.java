package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The detections of one camera that Kafka still has, from a time up to now. Belongs to no group and
 * commits nothing. Its calls block. Thread-safe.
 */
public final class DetectionHistory {
  private static final Duration ROUND = Duration.ofMillis(100);

  private final KafkaAccess kafka;
  private final String topic;
  private final Limits limits;

  /**
   * How much is read at most.
   *
   * @param records of the camera's partition, which other cameras share
   */
  public record Limits(long records, Duration time) {}

  /** Why reading ended. */
  public enum End {
    /** All is read that was there when it began. */
    WHOLE,
    /** There was more than the limits allow. */
    LIMITED,
    /** Nobody wants it any more. */
    CANCELLED
  }

  public DetectionHistory(KafkaAccess kafka, String topic, Limits limits) {
    this.kafka = kafka;
    this.topic = topic;
    this.limits = limits;
  }

  /**
   * Reads them in the order in which they were published.
   *
   * @param isCancelled asked between rounds
   * @throws Failure of action RETRY when Kafka cannot be read
   */
  public End read(
      String camera, Instant from, Consumer<FrameDetections> taker, BooleanSupplier isCancelled) {
    Map<String, Object> properties = kafka.reader("vedette-history");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", "10000");
    try (KafkaConsumer<String, byte[]> consumer = KafkaClients.consumer(properties)) {
      int count = Partitions.of(consumer, topic).size();
      TopicPartition partition = new TopicPartition(topic, Partitions.ofKey(camera, count));
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      consumer.seek(partition, begin(consumer, partition, from, end));
      return new Reading(consumer, partition, end).read(camera, taker, isCancelled);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      return End.CANCELLED;
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "detections cannot be read from Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  private static long begin(
      KafkaConsumer<?, ?> consumer, TopicPartition partition, Instant from, long end) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(Map.of(partition, from.toEpochMilli()));
    OffsetAndTimestamp first = found.get(partition);
    return first == null ? end : first.offset();
  }

  /** One way through a partition. Confined to one thread. */
  private final class Reading {
    private final KafkaConsumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private final long deadline = System.nanoTime() + limits.time().toNanos();
    private long read;

    Reading(KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long end) {
      this.consumer = consumer;
      this.partition = partition;
      this.end = end;
    }

    End read(String camera, Consumer<FrameDetections> taker, BooleanSupplier isCancelled) {
      while (consumer.position(partition) < end) {
        if (isCancelled.getAsBoolean()) {
          return End.CANCELLED;
        }
        if (read >= limits.records() || System.nanoTime() - deadline > 0) {
          return End.LIMITED;
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
          read++;
          if (record.offset() < end && camera.equals(record.key())) {
            Records.detection(record.key(), record.value())
                .orElse(reason -> kafka.defects().add(record, reason))
                .ifPresent(taker);
          }
        }
      }
      return End.WHOLE;
    }
  }
}
