package io.vedette.transport.frame;

import io.vedette.runtime.Failure;
import io.vedette.transport.attempt.FrameAttempt;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.Exchange;
import io.vedette.transport.frame.FrameRecord.Partition;
import io.vedette.transport.frame.FrameSelection.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * This worker's share of the frames topic. Confined to one thread, but for {@link #wakeup}; Kafka's
 * own client checks it.
 */
public final class FrameConsumer implements AutoCloseable {
  /** A listener for changes of this worker's share, called on the polling thread during a poll. */
  public interface ShareListener {
    /** Notes partitions whose records come from now on, too. */
    void gained(Set<Partition> partitions);

    /** Notes partitions that another worker is about to take over; a commit still counts now. */
    void giving(Set<Partition> partitions);

    /**
     * Notes partitions that another worker has taken over; nothing can be committed for them any
     * more.
     */
    void lost(Set<Partition> partitions);

    /**
     * Notes one of the last records before a gained partition's first; it is not to be inferred.
     */
    void recalled(FrameRecord record);
  }

  private final Exchange<String> exchange;
  private final Consumer<String, byte[]> consumer;
  private final KafkaAccess kafka;
  private final @Nullable Span span;
  private final @Nullable SpanReader reader;
  private final ShareListener listener;
  private final FetchPosition recall = new FetchPosition();
  private long left = -1;

  /**
   * Joins the group, where frames are shared; reading starts with the first {@link #poll}.
   *
   * @param exchange with a consumer of {@link #properties}; closed with this
   * @throws Failure of action RETRY when frames of a span cannot be found
   */
  public FrameConsumer(
      Exchange<String> exchange, KafkaAccess kafka, FrameSelection frames, ShareListener listener) {
    this.exchange = exchange;
    this.consumer = exchange.consumer();
    this.kafka = kafka;
    this.listener = listener;
    this.span = frames.span();
    this.reader = span == null ? null : reader(frames.topic(), span);
    if (span == null) {
      consumer.subscribe(List.of(frames.topic()), new Rebalance(frames.isFromNow()));
    }
  }

  /** The consumer's properties for frames. */
  public static Map<String, Object> properties(
      KafkaAccess kafka, FrameSelection frames, String clientId) {
    Map<String, Object> properties = new HashMap<>(kafka.consumer(clientId, frames.group()));
    if (frames.isFromNow()) {
      properties.put("auto.offset.reset", "latest");
    }
    return properties;
  }

  private SpanReader reader(String topic, Span wanted) {
    try {
      return new SpanReader(consumer, topic, wanted);
    } catch (KafkaException e) {
      exchange.close();
      throw failure("frames cannot be read from", e);
    }
  }

  /**
   * The next records in order per partition; none when none come within the time-out or everything
   * is paused. To be called continually, also while paused, or the group takes the partitions away.
   *
   * @throws Failure of action RETRY when the broker fails, STOP when it refuses for good
   */
  public List<FrameRecord> poll(Duration timeout) {
    try {
      if (reader != null) {
        reader.endPartitions(); // may fail: with records in hand, those would be lost
        left = reader.left();
      }
      return wanted(exchange.poll(timeout));
    } catch (WakeupException e) {
      return List.of();
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (KafkaException e) {
      throw failure("frames cannot be read from", e);
    }
  }

  /** Whether all frames of a span were returned; never, where frames are shared. */
  public boolean isAtEnd() {
    return reader != null && reader.open().isEmpty();
  }

  /**
   * The number of records of a span that were yet to be read at the last poll; negative before it.
   */
  public long left() {
    return left;
  }

  private boolean isWanted(ConsumerRecord<String, byte[]> record) {
    if (span == null || reader == null) {
      return true;
    }
    String camera = FrameRecords.camera(record);
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    return span.has(camera) && reader.has(partition, record.offset());
  }

  /**
   * Stops {@link #poll} from returning records until {@link #resume}; the worker keeps its
   * partitions.
   */
  public void pause() {
    consumer.pause(consumer.assignment());
  }

  public void resume() {
    Set<TopicPartition> paused = new HashSet<>(consumer.paused());
    if (reader != null) {
      paused.retainAll(reader.open());
    }
    consumer.resume(paused);
  }

  /** The number of records that wait in the broker for this worker, as far as is known. */
  public long lag() {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  /** The present partitions of this worker. */
  public Set<Partition> partitions() {
    return consumer.assignment().stream().map(FrameConsumer::partition).collect(Collectors.toSet());
  }

  /**
   * The offsets at which partitions begin for this worker, and the notes of the worker before.
   *
   * @throws Failure of action RETRY when the broker cannot say; to be asked again
   */
  public List<Begin> begins(Set<Partition> partitions) {
    Set<TopicPartition> owned =
        partitions.stream().map(FrameConsumer::topicPartition).collect(Collectors.toSet());
    owned.retainAll(consumer.assignment());
    List<Begin> begins = new ArrayList<>();
    try {
      Map<TopicPartition, OffsetAndMetadata> committed = exchange.committed(owned);
      for (TopicPartition partition : owned) {
        @Nullable OffsetAndMetadata found = committed.get(partition);
        begins.add(
            found == null
                ? new Begin(partition(partition), exchange.position(partition), FrameAttempt.NONE)
                : new Begin(
                    partition(partition), found.offset(), FrameAttempt.parse(found.metadata())));
      }
      return begins;
    } catch (KafkaException e) {
      throw failure("offsets cannot be read from", e);
    }
  }

  /**
   * The offset at which a partition begins for a worker.
   *
   * @param offset the committed offset; without one, that of the record to be read next
   * @param found the note of the worker before
   */
  public record Begin(Partition partition, long offset, FrameAttempt found) {}

  private Failure failure(String what, KafkaException e) {
    return KafkaFailures.of(kafka, "%s Kafka at %s".formatted(what, kafka.bootstrapServers()), e);
  }

  /** Ends a poll in progress; the only method that other threads may call. */
  public void wakeup() {
    exchange.wakeup();
  }

  /** Closes the exchange. */
  @Override
  public void close() {
    exchange.close();
  }

  /** Offsets and their notes in Kafka's types. */
  public static Map<TopicPartition, OffsetAndMetadata> offsets(
      Map<Partition, Long> next, Map<Partition, String> notes) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach(
        (partition, offset) ->
            offsets.put(
                topicPartition(partition),
                new OffsetAndMetadata(offset, notes.getOrDefault(partition, ""))));
    return offsets;
  }

  public static TopicPartition topicPartition(Partition partition) {
    return new TopicPartition(partition.topic(), partition.number());
  }

  public static Partition partition(TopicPartition partition) {
    return new Partition(partition.topic(), partition.partition());
  }

  private List<FrameRecord> wanted(ConsumerRecords<String, byte[]> polled) {
    List<FrameRecord> records = new ArrayList<>();
    for (TopicPartition partition : polled.partitions()) {
      boolean isRead = isRead(partition);
      List<ConsumerRecord<String, byte[]>> given = polled.records(partition);
      if (recall.isBegun(partition, given.get(0).offset())) {
        consumer.seek(partition, recall.from(partition));
        continue;
      }
      long last = given.get(given.size() - 1).offset();
      for (ConsumerRecord<String, byte[]> record : given) {
        if (recall.isPast(partition, record.offset())) {
          listener.recalled(read(record, false));
        } else if (isWanted(record)) {
          records.add(read(record, isRead && record.offset() == last));
        }
      }
    }
    return records;
  }

  /** Whether nothing is left to read; must not fail, since the records in hand would be lost. */
  private boolean isRead(TopicPartition partition) {
    try {
      return consumer.currentLag(partition).orElse(1) == 0;
    } catch (KafkaException e) { // clients of the newer protocol ask a thread of theirs
      return false;
    }
  }

  public static FrameRecord read(ConsumerRecord<String, byte[]> record, boolean isLatest) {
    Partition partition = new Partition(record.topic(), record.partition());
    String camera = FrameRecords.camera(record);
    byte[] value = record.value() == null ? new byte[0] : record.value();
    try {
      return new FrameRecord(
          camera,
          partition,
          record.offset(),
          record.timestamp(),
          FrameRecords.priority(record),
          isLatest,
          value,
          FrameRecords.read(record),
          null);
    } catch (RuntimeException e) {
      return new FrameRecord(
          camera,
          partition,
          record.offset(),
          record.timestamp(),
          0,
          isLatest,
          value,
          null,
          new IllegalArgumentException("not a frame: " + e.getMessage(), e));
    }
  }

  /** The translation of Kafka's rebalances into changes of the share. */
  private final class Rebalance implements ConsumerRebalanceListener {
    private final boolean isFromNow;

    /**
     * @param isFromNow whether the worker leaves out all records from before it joined
     */
    private Rebalance(boolean isFromNow) {
      this.isFromNow = isFromNow;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!isFromNow) {
        recall.gained(partitions);
      }
      listener.gained(ours(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      Set<Partition> given = ours(partitions);
      recall.lost(partitions);
      listener.giving(given);
      listener.lost(given);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      recall.lost(partitions);
      listener.lost(ours(partitions));
    }

    private static Set<Partition> ours(Collection<TopicPartition> partitions) {
      return partitions.stream().map(FrameConsumer::partition).collect(Collectors.toSet());
    }
  }
}
