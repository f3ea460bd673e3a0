package io.vedette.transport.frame;

import io.vedette.event.FrameDetections;
import io.vedette.frame.Frame;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.client.RecordDefects;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Frames and detections of spans of time, as long as Kafka keeps them. Times are those at which
 * records came to Kafka, in ms. Belongs to no group. Confined to one thread.
 */
public final class FrameSpanReader implements AutoCloseable {
  private static final Duration ROUND = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaAccess kafka;
  private final String frames;
  private final String detections;
  private final RecordDefects defects;
  private final KafkaConsumer<String, byte[]> consumer;

  /** Takes frames. */
  @FunctionalInterface
  public interface Sink {
    /** A frame, and when it came to Kafka. */
    void frame(Frame frame, long cameMillis);
  }

  /**
   * @throws Failure of action RETRY when Kafka cannot be used
   */
  public FrameSpanReader(KafkaAccess kafka, Topics topics, String clientId) {
    this.kafka = kafka;
    this.frames = topics.frames();
    this.detections = topics.detections();
    this.defects = kafka.defects();
    Map<String, Object> properties = new HashMap<>(kafka.reader(clientId));
    properties.put("auto.offset.reset", "earliest");
    properties.put("allow.auto.create.topics", "false");
    properties.put("default.api.timeout.ms", "10000");
    try {
      this.consumer = KafkaClients.consumer(properties);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * When the frame at a place came to Kafka; empty when it is kept no longer.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public OptionalLong cameAt(int number, long offset) {
    TopicPartition partition = partition(number);
    try {
      if (number < 0
          || number >= Partitions.of(consumer, frames).size()
          || offset >= ends(List.of(partition)).getOrDefault(partition, 0L)) {
        return OptionalLong.empty();
      }
      long[] found = {-1};
      read(
          Map.of(partition, new long[] {offset, offset + 1}),
          record -> found[0] = record.offset() == offset ? record.timestamp() : found[0]);
      return found[0] < 0 ? OptionalLong.empty() : OptionalLong.of(found[0]);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * The next record of a topic's partition at or after a time; its end when there is none.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public long offsetAt(String topic, int number, long millis) {
    TopicPartition partition = new TopicPartition(topic, number);
    try {
      return offsets(List.of(partition), millis).getOrDefault(partition, 0L);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /**
   * Hands over the frames of one partition that came from a time until before another one.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public void frames(int number, long fromMillis, long toMillis, Sink sink) {
    read(
        List.of(partition(number)),
        fromMillis,
        toMillis,
        record -> sink.frame(FrameRecords.read(record), record.timestamp()));
  }

  /**
   * Hands over what was seen by some cameras in detections that came in a time.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public void detections(
      Collection<String> cameras, long fromMillis, long toMillis, Consumer<FrameDetections> sink) {
    try {
      int count = Partitions.of(consumer, detections).size();
      Set<TopicPartition> partitions = new HashSet<>();
      cameras.forEach(
          camera ->
              partitions.add(new TopicPartition(detections, Partitions.ofKey(camera, count))));
      read(
          partitions,
          fromMillis,
          toMillis,
          record -> {
            if (record.key() != null && cameras.contains(record.key())) {
              Records.detection(record.key(), record.value())
                  .orElse(reason -> defects.add(record, reason))
                  .ifPresent(sink);
            }
          });
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private void read(
      Collection<TopicPartition> partitions,
      long fromMillis,
      long toMillis,
      Consumer<ConsumerRecord<String, byte[]>> sink) {
    try {
      Map<TopicPartition, Long> begins = offsets(partitions, fromMillis);
      Map<TopicPartition, Long> ends = offsets(partitions, toMillis);
      Map<TopicPartition, long[]> parts = new HashMap<>();
      begins.forEach(
          (partition, begin) ->
              parts.put(partition, new long[] {begin, ends.getOrDefault(partition, begin)}));
      read(parts, sink);
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Reads from the first offset until before the second, of partitions that have any there. */
  private void read(
      Map<TopicPartition, long[]> parts, Consumer<ConsumerRecord<String, byte[]>> sink) {
    Map<TopicPartition, Long> begins = new HashMap<>();
    Map<TopicPartition, Long> open = new HashMap<>();
    parts.forEach(
        (partition, part) -> {
          if (part[0] < part[1]) {
            begins.put(partition, part[0]);
            open.put(partition, part[1]);
          }
        });
    consumer.assign(open.keySet());
    consumer.resume(open.keySet()); // those of the span before were paused at its end
    begins.forEach(consumer::seek);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!open.isEmpty()) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(ROUND)) {
        TopicPartition from = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < open.getOrDefault(from, 0L)) {
          defects.guard(record, sink);
        }
      }
      open.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
      consumer.pause(
          consumer.assignment().stream().filter(each -> !open.containsKey(each)).toList());
      if (System.nanoTime() - deadline > 0) {
        throw new KafkaException("no end of a span within " + PATIENCE.toSeconds() + " s");
      }
    }
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, millis)));
    Map<TopicPartition, Long> offsets = new HashMap<>(ends(partitions));
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
        consumer.offsetsForTimes(times).entrySet()) {
      @Nullable OffsetAndTimestamp offset = found.getValue();
      if (offset != null) {
        offsets.put(found.getKey(), offset.offset());
      }
    }
    return offsets;
  }

  private TopicPartition partition(int number) {
    return new TopicPartition(frames, number);
  }

  private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return consumer.endOffsets(partitions);
  }

  private Failure failure(KafkaException e) {
    if (e instanceof InterruptException) {
      Thread.currentThread().interrupt();
    }
    return KafkaFailures.of(
        kafka, "frames cannot be read from Kafka at " + kafka.bootstrapServers(), e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
