package io.vedette.forward;

import io.vedette.transport.client.KafkaAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The reader of pieces of partitions, at any position. Confined to one thread; caller closes. */
final class SpoolReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration ROUND = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;

  /** Some committed records of a partition, and the offset after them. */
  record Piece(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

  /**
   * @param bytes the bytes to read at once, roughly
   */
  SpoolReader(KafkaAccess kafka, String clientId, long bytes) {
    String most = Long.toString(bytes);
    this.consumer =
        Edge.consumer(
            kafka, clientId, Map.of("max.partition.fetch.bytes", most, "fetch.max.bytes", most));
  }

  /**
   * Records of a partition from one offset until before another: those that come at once; none
   * where there are none or none come in time.
   */
  Piece read(TopicPartition partition, long from, long to) {
    if (!consumer.assignment().equals(Set.of(partition))) {
      consumer.assign(Set.of(partition));
      consumer.seek(partition, from);
    } else if (consumer.position(partition) != from) {
      consumer.seek(partition, from);
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (records.isEmpty()
        && consumer.position(partition) < to
        && System.nanoTime() - deadline < 0) {
      consumer.poll(ROUND).forEach(records::add);
    }
    records.removeIf(record -> record.offset() >= to);
    return new Piece(records, Math.min(to, consumer.position(partition)));
  }

  /** The first offset of a partition that still exists. */
  long beginning(TopicPartition partition) {
    return consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
  }

  /** The offset after the last record of a partition. */
  long end(TopicPartition partition) {
    return consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
