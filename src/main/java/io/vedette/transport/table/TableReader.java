package io.vedette.transport.table;

import io.vedette.text.DurationWords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.RecordDefects;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The reader of all partitions of a topic from their beginning; it belongs to no group. Confined to
 * one thread.
 */
public final class TableReader implements AutoCloseable {
  private static final Duration ROUND = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<String, byte[]> consumer;
  private final String topic;
  private final KafkaAccess kafka;
  private final RecordDefects defects;
  private final List<TopicPartition> partitions;

  /**
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read, or has no such
   *     topic
   */
  public TableReader(KafkaAccess kafka, String clientId, String topic) {
    this.topic = topic;
    this.kafka = kafka;
    this.defects = kafka.defects();
    this.consumer = KafkaClients.consumer(kafka.reader(clientId));
    try {
      this.partitions = Partitions.of(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw failure(e);
    }
  }

  /** Number of the topic's partitions. */
  public int partitions() {
    return partitions.size();
  }

  /**
   * Hands over all committed records up to the present end, in order per partition. A record whose
   * content cannot be used is counted and left out.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that cannot be done
   */
  public void readToEnd(Consumer<ConsumerRecord<String, byte[]>> sink) {
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!isAt(ends)) {
        consumer.poll(ROUND).forEach(record -> defects.guard(record, sink));
        checkInTime(deadline);
      }
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * The present ends of the partitions that hold committed records; to be called first.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when that is unknown
   */
  Map<TopicPartition, Long> ends() {
    try {
      Map<TopicPartition, Long> open = new HashMap<>(consumer.endOffsets(partitions));
      Map<TopicPartition, Long> ends = new HashMap<>();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!isAt(open)) {
        for (TopicPartition partition : consumer.poll(ROUND).partitions()) {
          consumer.pause(List.of(partition));
          ends.put(partition, Objects.requireNonNull(open.remove(partition)));
        }
        checkInTime(deadline);
      }
      return ends;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * Hands over the records that come within a time.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when the broker fails
   */
  public void poll(Duration timeout, Consumer<ConsumerRecord<String, byte[]>> sink) {
    try {
      consumer.poll(timeout).forEach(record -> defects.guard(record, sink));
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static void checkInTime(long deadline) {
    if (System.nanoTime() - deadline > 0) {
      throw new KafkaException("no end of it within " + DurationWords.of(PATIENCE));
    }
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private io.vedette.runtime.Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka,
        "topic %s cannot be read from Kafka at %s".formatted(topic, kafka.bootstrapServers()),
        e);
  }
}
