package io.vedette.transport.client;

import io.vedette.runtime.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A reader of bounded ranges of topics, which it finds by time or by offset. Belongs to no group,
 * hands over committed records only and commits nothing. Its calls block. Confined to one thread.
 *
 * <p>Every method throws a failure of action RETRY, or of STOP when Kafka refuses, when Kafka
 * cannot be read.
 */
public final class RangeReader implements AutoCloseable {
  private static final Duration ROUND = Duration.ofMillis(200);

  private final KafkaAccess kafka;
  private final String subject;
  private final KafkaConsumer<String, byte[]> consumer;

  /**
   * The most that one reading takes; it ends after the round in which a limit is reached.
   *
   * @param records most records, wanted or not
   * @param bytes most bytes of their keys and values
   * @param time the time for the whole reading
   */
  public record Limits(long records, long bytes, Duration time) {
    /** Limits of time only. */
    public static Limits of(Duration time) {
      return new Limits(Long.MAX_VALUE, Long.MAX_VALUE, time);
    }
  }

  /** The records of a partition from one offset until before another. Immutable. */
  public record Range(TopicPartition partition, long begin, long end) {}

  /** The reason why a reading ended. */
  public enum End {
    /** All ranges were read. */
    WHOLE,
    /** The ranges hold more than the limits allow. */
    LIMITED,
    /** Nothing more was wanted, or the thread was interrupted. */
    CANCELLED
  }

  /** The decisions that are taken about a reading between its rounds. */
  @FunctionalInterface
  public interface Control {
    /** Whether nothing more is wanted of any range. */
    boolean isCancelled();

    /** Whether the rest of a partition's range is not wanted. */
    default boolean isEnough(TopicPartition partition) {
      return false;
    }

    /** Whether a partition has to wait for others, of which one must not wait. */
    default boolean isAhead(TopicPartition partition) {
      return false;
    }

    /** Notes that a partition is read to the end of its range, or as far as is enough. */
    default void ended(TopicPartition partition) {}
  }

  /**
   * @param subject what the records are, in the plural, for the texts of failures
   */
  public RangeReader(KafkaAccess kafka, String clientId, String subject) {
    this.kafka = kafka;
    this.subject = subject;
    Map<String, Object> properties = new HashMap<>(kafka.reader(clientId));
    properties.put("allow.auto.create.topics", "false"); // looking for a topic must not make it
    properties.put("default.api.timeout.ms", "10000");
    this.consumer = ask(() -> KafkaClients.consumer(properties));
  }

  /** The partitions of a topic; fails when the topic does not appear within two seconds. */
  public List<TopicPartition> partitions(String topic) {
    return ask(() -> Partitions.of(consumer, topic));
  }

  /** The partitions of a topic; none of a topic that does not exist. */
  public List<TopicPartition> presentPartitions(String topic) {
    return ask(
        () ->
            consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList());
  }

  /** The offset of the first record that came at or after a time; the end where there is none. */
  public long offsetAt(TopicPartition partition, long millis) {
    return ask(() -> offsets(List.of(partition), millis).getOrDefault(partition, 0L));
  }

  /** The end of a partition: the offset after its last committed record. */
  public long end(TopicPartition partition) {
    return ask(() -> consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
  }

  /** The ranges of records that came from a time until before another, in ms. */
  public List<Range> between(
      Collection<TopicPartition> partitions, long fromMillis, long toMillis) {
    return ask(() -> ranges(offsets(partitions, fromMillis), offsets(partitions, toMillis)));
  }

  /** The ranges of records that came from a time, in ms, until now. */
  public List<Range> since(Collection<TopicPartition> partitions, long fromMillis) {
    return ask(() -> ranges(offsets(partitions, fromMillis), consumer.endOffsets(partitions)));
  }

  /**
   * The ranges of the last offsets of partitions; markers of transactions have offsets, too.
   *
   * @param places how many offsets of each partition
   * @param before the end of the ranges, where the partition does not end earlier
   */
  public List<Range> last(Collection<TopicPartition> partitions, long places, long before) {
    return ask(
        () -> {
          Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
          ends.replaceAll((partition, end) -> Math.min(before, end));
          Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginningOffsets(partitions));
          begins.replaceAll(
              (partition, begin) -> Math.max(begin, ends.getOrDefault(partition, begin) - places));
          return ranges(begins, ends);
        });
  }

  /** Reads ranges within limits, each partition in order. */
  public End read(
      Collection<Range> ranges, Limits limits, Consumer<ConsumerRecord<String, byte[]>> sink) {
    return read(ranges, limits, sink, () -> false);
  }

  /** Reads ranges within limits, each partition in order, as far as they are wanted. */
  public End read(
      Collection<Range> ranges,
      Limits limits,
      Consumer<ConsumerRecord<String, byte[]>> sink,
      Control control) {
    try {
      return new Pass(ranges, limits, sink).read(control);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      return End.CANCELLED;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** Reads all of ranges; fails when that takes longer than a time. */
  public void readWhole(
      Collection<Range> ranges, Duration wait, Consumer<ConsumerRecord<String, byte[]>> sink) {
    End end = read(ranges, Limits.of(wait), sink);
    if (end != End.WHOLE) {
      String reason = end == End.CANCELLED ? "interrupted" : "no end of a range within %d s";
      throw failure(new KafkaException(reason.formatted(wait.toSeconds())));
    }
  }

  /** One pass over ranges. Confined to the reader's thread. */
  private final class Pass {
    private final Limits limits;
    private final Consumer<ConsumerRecord<String, byte[]>> sink;
    private final Map<TopicPartition, Long> open = new HashMap<>();
    private final long deadline;
    private long records;
    private long bytes;

    private Pass(
        Collection<Range> ranges, Limits limits, Consumer<ConsumerRecord<String, byte[]>> sink) {
      this.limits = limits;
      this.sink = sink;
      this.deadline = System.nanoTime() + limits.time().toNanos();
      List<Range> filled = ranges.stream().filter(range -> range.begin() < range.end()).toList();
      filled.forEach(range -> open.put(range.partition(), range.end()));
      consumer.assign(open.keySet());
      consumer.resume(open.keySet()); // those of the pass before were paused at its end
      filled.forEach(range -> consumer.seek(range.partition(), range.begin()));
    }

    private End read(Control control) {
      while (!open.isEmpty()) {
        if (control.isCancelled()) {
          return End.CANCELLED;
        }
        if (isExhausted()) {
          return End.LIMITED;
        }
        consumer.poll(ROUND).forEach(this::take);
        endPartitions(control);
        pausePartitions(control);
      }
      return End.WHOLE;
    }

    private boolean isExhausted() {
      return records >= limits.records()
          || bytes >= limits.bytes()
          || System.nanoTime() - deadline > 0;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
      records++;
      bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      if (record.offset() < open.getOrDefault(partition, 0L)) {
        sink.accept(record);
      }
    }

    private void endPartitions(Control control) {
      for (TopicPartition partition : List.copyOf(open.keySet())) {
        if (control.isEnough(partition)
            || consumer.position(partition) >= open.getOrDefault(partition, 0L)) {
          open.remove(partition);
          control.ended(partition);
        }
      }
    }

    private void pausePartitions(Control control) {
      Map<Boolean, List<TopicPartition>> isRead =
          consumer.assignment().stream()
              .collect(
                  Collectors.partitioningBy(
                      each -> open.containsKey(each) && !control.isAhead(each)));
      consumer.resume(isRead.getOrDefault(true, List.of()));
      consumer.pause(isRead.getOrDefault(false, List.of()));
    }
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> offsets = new HashMap<>(consumer.endOffsets(partitions));
    offsets.putAll(Partitions.offsetsAt(consumer, partitions, millis));
    return offsets;
  }

  private static List<Range> ranges(
      Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    List<Range> ranges = new ArrayList<>();
    begins.forEach(
        (partition, begin) ->
            ranges.add(new Range(partition, begin, ends.getOrDefault(partition, begin))));
    return ranges;
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka,
        "%s cannot be read from Kafka at %s".formatted(subject, kafka.bootstrapServers()),
        e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
