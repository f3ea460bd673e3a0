package io.vedette.transport.frame;

import io.vedette.transport.client.Partitions;
import io.vedette.transport.frame.FrameSelection.Span;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The limit of a consumer to the records of a span: from its begin, or from the committed offset of
 * its group, to its end. Confined to the consumer's thread.
 */
final class SpanReader {
  private final Consumer<String, byte[]> consumer;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Set<TopicPartition> open = new HashSet<>();

  SpanReader(Consumer<String, byte[]> consumer, String topic, Span span) {
    this.consumer = consumer;
    List<TopicPartition> partitions = Partitions.of(consumer, topic);
    consumer.assign(partitions);
    ends.putAll(consumer.endOffsets(partitions));
    if (span.to() != null) {
      Partitions.offsetsAt(consumer, partitions, span.to().toEpochMilli())
          .forEach((partition, end) -> ends.merge(partition, end, Math::min));
    }
    seek(partitions, span.from());
  }

  private void seek(List<TopicPartition> partitions, Instant from) {
    Map<TopicPartition, Long> begins =
        Partitions.offsetsAt(consumer, partitions, from.toEpochMilli());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      long begin = begins.getOrDefault(partition, end);
      @Nullable OffsetAndMetadata done = committed.get(partition);
      long next = done == null ? begin : Math.max(begin, done.offset());
      consumer.seek(partition, next);
      if (next < end) {
        open.add(partition);
      } else {
        consumer.pause(List.of(partition));
      }
    }
  }

  /** Whether a record belongs to the span. */
  boolean has(TopicPartition partition, long offset) {
    return offset < ends.getOrDefault(partition, 0L);
  }

  /** Ends reading partitions that are read to the span's end. */
  void endPartitions() {
    open.removeIf(
        partition -> {
          boolean isRead = consumer.position(partition) >= ends.getOrDefault(partition, 0L);
          if (isRead) {
            consumer.pause(List.of(partition));
          }
          return isRead;
        });
  }

  /** The number of records that are yet to be read. */
  long left() {
    return open.stream()
        .mapToLong(
            partition ->
                Math.max(0, ends.getOrDefault(partition, 0L) - consumer.position(partition)))
        .sum();
  }

  /** The partitions that are not read to the span's end. */
  Set<TopicPartition> open() {
    return open;
  }
}
