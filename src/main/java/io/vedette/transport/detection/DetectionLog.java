package io.vedette.transport.detection;

import io.vedette.event.FrameDetections;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The detections of live frames that Kafka still has: single ones by their ids, and the newest.
 * Thread-safe.
 */
public final class DetectionLog {
  private static final String CLIENT = "vedette-detections";
  private static final Duration ROUND = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  // A record's time is the worker's, the picture's that of the host that took it.
  private static final Duration BEFORE = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofMinutes(5);

  private final KafkaAccess kafka;
  private final String topic;

  public DetectionLog(KafkaAccess kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /**
   * The detection of an id; empty when it is kept no longer.
   *
   * @param capturedAt when the picture was taken
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public Optional<FrameDetections> find(String camera, String id, Instant capturedAt) {
    return reading(
        consumer -> {
          Optional<TopicPartition> partition = partition(consumer, camera);
          return partition.isPresent()
              ? find(consumer, partition.get(), id, capturedAt)
              : Optional.empty();
        });
  }

  private Optional<FrameDetections> find(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      String id,
      Instant capturedAt) {
    consumer.assign(List.of(partition));
    long from = capturedAt.minus(BEFORE).toEpochMilli();
    @Nullable OffsetAndTimestamp begin =
        consumer.offsetsForTimes(Map.of(partition, from)).get(partition);
    if (begin == null) {
      return Optional.empty();
    }
    consumer.seek(partition, begin.offset());
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long last = capturedAt.plus(AFTER).toEpochMilli();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < end && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
        if (id.equals(Records.header(record.headers(), CloudEvents.ID))) {
          return read(record);
        }
        if (record.timestamp() > last) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The newest detections of each partition.
   *
   * @param most of one partition
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public List<FrameDetections> newest(int most) {
    return reading(consumer -> newest(consumer, most));
  }

  private List<FrameDetections> newest(KafkaConsumer<String, byte[]> consumer, int most) {
    List<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> open = new HashMap<>(consumer.endOffsets(partitions));
    open.forEach(
        (partition, end) ->
            consumer.seek(
                partition, Math.max(begins.getOrDefault(partition, 0L), end - 2L * most)));
    Map<Integer, List<FrameDetections>> found = new HashMap<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (isBefore(consumer, open) && System.nanoTime() - deadline < 0) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
        read(record)
            .ifPresent(
                seen ->
                    found.computeIfAbsent(record.partition(), key -> new ArrayList<>()).add(seen));
      }
    }
    List<FrameDetections> all = new ArrayList<>();
    found.values().forEach(list -> all.addAll(list.subList(from(list, most), list.size())));
    return all;
  }

  private static int from(List<?> list, int most) {
    return Math.max(0, list.size() - most); // markers of transactions take places, too
  }

  private static boolean isBefore(
      KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private Optional<FrameDetections> read(ConsumerRecord<String, byte[]> record) {
    return Records.detection(record.key(), record.value())
        .orElse(reason -> kafka.defects().add(record, reason));
  }

  private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }

  private Optional<TopicPartition> partition(
      KafkaConsumer<String, byte[]> consumer, String camera) {
    int count = consumer.partitionsFor(topic).size();
    return count == 0
        ? Optional.empty()
        : Optional.of(new TopicPartition(topic, Partitions.ofKey(camera, count)));
  }

  private interface Reading<T> {
    T read(KafkaConsumer<String, byte[]> consumer);
  }

  private <T> T reading(Reading<T> work) {
    Map<String, Object> properties = new HashMap<>(kafka.reader(CLIENT));
    properties.put("allow.auto.create.topics", "false");
    try (KafkaConsumer<String, byte[]> consumer = KafkaClients.consumer(properties)) {
      return work.read(consumer);
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "detections cannot be read from Kafka at " + kafka.bootstrapServers(), e);
    }
  }
}
