package io.vedette.forward;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.Partitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The reader of committed records in this site's Kafka: the live ones of all partitions, or a piece
 * of one partition. Confined to one thread; caller closes.
 */
final class Edge implements AutoCloseable {
  private final Consumer<byte[], byte[]> live;
  private final SpoolReader pieces;
  private final Set<String> topics;
  private final Set<TopicPartition> partitions;

  /**
   * @param piece the bytes to read at once for a piece, roughly
   */
  Edge(KafkaAccess kafka, String clientId, Set<String> topics, long piece) {
    this.topics = topics;
    this.live = consumer(kafka, clientId + "-live");
    this.pieces = new SpoolReader(kafka, clientId + "-backlog", piece);
    try {
      this.partitions = found(live, topics);
      live.assign(partitions);
    } catch (RuntimeException e) {
      live.close();
      pieces.close();
      throw e;
    }
  }

  /** Whether the topics have other partitions by now than those that are read. */
  boolean isOutdated() {
    return !partitions.equals(found(live, topics));
  }

  Map<TopicPartition, Long> beginnings() {
    return live.beginningOffsets(partitions);
  }

  Map<TopicPartition, Long> ends() {
    return live.endOffsets(partitions);
  }

  /** Sets the offsets from which live records come. */
  void seek(Map<TopicPartition, Long> offsets) {
    offsets.forEach(live::seek);
  }

  /**
   * The next live records, in order per partition.
   *
   * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when they were deleted
   */
  List<ConsumerRecord<byte[], byte[]>> live(Duration timeout) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    live.poll(timeout).forEach(records::add);
    return records;
  }

  SpoolReader pieces() {
    return pieces;
  }

  @Override
  public void close() {
    live.close();
    pieces.close();
  }

  /** A consumer without a group, whose position is only set explicitly. */
  static Consumer<byte[], byte[]> consumer(KafkaAccess kafka, String clientId) {
    return consumer(kafka, clientId, Map.of());
  }

  static Consumer<byte[], byte[]> consumer(
      KafkaAccess kafka, String clientId, Map<String, String> more) {
    Map<String, Object> properties = kafka.reader(clientId);
    properties.put("auto.offset.reset", "none");
    properties.put("default.api.timeout.ms", "10000");
    properties.putAll(more);
    return KafkaClients.byteConsumer(properties);
  }

  private static Set<TopicPartition> found(Consumer<byte[], byte[]> consumer, Set<String> topics) {
    Set<TopicPartition> found = new HashSet<>();
    topics.forEach(topic -> found.addAll(Partitions.of(consumer, topic)));
    return found;
  }
}
