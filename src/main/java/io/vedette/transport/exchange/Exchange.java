package io.vedette.transport.exchange;

import io.vedette.transport.client.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The loop of consume, transform and produce: the offsets of polled records are committed together
 * with the records that were made of them. Confined to one thread, but for {@link #wakeup}.
 *
 * <p>With a transactional producer both count or neither does; earlier members of the consumer's
 * group are fenced by the group's generation, which goes with the offsets into the transaction
 * (KIP-447). Without a transactional producer, offsets are committed after all records are
 * acknowledged.
 */
public final class Exchange<K> implements AutoCloseable {
  private final Consumer<K, byte[]> consumer;
  private final BatchWriter<K> writer;

  /** An exchange over clients that it closes. */
  public Exchange(Consumer<K, byte[]> consumer, BatchWriter<K> writer) {
    this.consumer = consumer;
    this.writer = writer;
  }

  /**
   * An exchange of records whose keys are texts; its producer connects with the first commit.
   *
   * @param producer without a {@code transactional.id}: at least once
   */
  public static Exchange<String> open(Map<String, Object> consumer, Map<String, Object> producer) {
    return new Exchange<>(KafkaClients.consumer(consumer), BatchWriter.of(producer));
  }

  /** An exchange of records whose keys are bytes; its producer connects with the first commit. */
  public static Exchange<byte[]> openBytes(
      Map<String, Object> consumer, Map<String, Object> producer) {
    return new Exchange<>(KafkaClients.byteConsumer(consumer), BatchWriter.ofBytes(producer));
  }

  /** The consumer, for its subscription, positions and pauses. */
  public Consumer<K, byte[]> consumer() {
    return consumer;
  }

  /**
   * Connects the producer, which fences an earlier writer of the same transactional id.
   *
   * @throws KafkaException when Kafka cannot be used
   */
  public void connect() {
    try {
      writer.open();
    } catch (KafkaException e) {
      writer.abandon();
      throw e;
    }
  }

  /**
   * The next records.
   *
   * @throws KafkaException as Kafka's consumer
   */
  public ConsumerRecords<K, byte[]> poll(Duration timeout) {
    return consumer.poll(timeout);
  }

  /**
   * Commits offsets and the records that were made of the records before them; returns when both
   * are committed.
   *
   * @param next offsets of the next records to read
   * @throws KafkaException when it is not known whether they count: {@link #recover} says
   */
  public void commit(
      Map<TopicPartition, OffsetAndMetadata> next, List<ProducerRecord<K, byte[]>> records) {
    writer.write(records, producer -> sendOffsets(producer, next));
    if (!writer.isTransactional()) {
      commitOffsets(next);
    }
  }

  /**
   * Commits in a transaction, without the records that Kafka will never accept.
   *
   * @param refused receives each record that is left out, and the reason
   */
  public void commitAccepted(
      Map<TopicPartition, OffsetAndMetadata> next,
      List<ProducerRecord<K, byte[]>> records,
      BiConsumer<ProducerRecord<K, byte[]>, KafkaException> refused) {
    writer.writeAccepted(records, producer -> sendOffsets(producer, next), refused);
  }

  /** Commits offsets alone, outside a transaction. */
  public void commitOffsets(Map<TopicPartition, OffsetAndMetadata> next) {
    despiteWakeups(
        () -> {
          consumer.commitSync(next);
          return true;
        });
  }

  /**
   * Ends what a failed {@link #commit}, or an earlier writer of the same transactional id, has left
   * open.
   *
   * @return the offsets that are committed, of those of the partitions that have one and are this
   *     consumer's
   * @throws KafkaException when Kafka cannot say; to be asked again
   */
  public Map<TopicPartition, OffsetAndMetadata> recover(Set<TopicPartition> partitions) {
    connect();
    return committed(partitions);
  }

  /** The offsets that are committed, of those of the partitions that have one and are owned. */
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    Set<TopicPartition> owned = new HashSet<>(partitions);
    owned.retainAll(consumer.assignment());
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    despiteWakeups(() -> consumer.committed(owned))
        .forEach(
            (partition, found) -> {
              @Nullable OffsetAndMetadata offset = found;
              if (offset != null) {
                committed.put(partition, offset);
              }
            });
    return committed;
  }

  /** The offset of the next record to read. */
  public long position(TopicPartition partition) {
    return despiteWakeups(() -> consumer.position(partition));
  }

  /** Ends a poll in progress, or else the next one; for other threads. */
  public void wakeup() {
    consumer.wakeup();
  }

  /**
   * Closes both clients; a listener of the consumer may commit once more when partitions are given
   * up.
   */
  @Override
  public void close() {
    writer.close();
    try (writer) {
      consumer.close();
    }
  }

  private void sendOffsets(
      Producer<K, byte[]> producer, Map<TopicPartition, OffsetAndMetadata> next) {
    if (writer.isTransactional()) {
      producer.sendOffsetsToTransaction(next, consumer.groupMetadata());
    }
  }

  /**
   * Makes a call that a wakeup does not end: it is kept for the next poll, for which it is meant.
   */
  private <T> T despiteWakeups(Supplier<T> call) {
    boolean isWoken = false;
    try {
      while (true) {
        try {
          return call.get();
        } catch (WakeupException e) {
          isWoken = true;
        }
      }
    } finally {
      if (isWoken) {
        consumer.wakeup();
      }
    }
  }
}
