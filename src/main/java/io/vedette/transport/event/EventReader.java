package io.vedette.transport.event;

import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The reader of new events from all partitions of some topics; it belongs to no group and commits
 * nothing. Confined to one thread, but for {@link #wakeup}.
 */
public final class EventReader implements AutoCloseable {
  /**
   * One record.
   *
   * @param type CloudEvents' type, as {@code io.vedette.detection.v1}; empty if the record has none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  public record Event(String topic, String camera, String type, byte[] json) {}

  private static final long LOOK_NANOS = Duration.ofSeconds(2).toNanos();

  private final Consumer<String, byte[]> consumer;
  private final KafkaAccess kafka;
  private final List<String> absent;
  private long lookedAt = System.nanoTime();

  /**
   * A reader that begins at the present end of the topics; topics that do not exist yet are read
   * from their beginning.
   *
   * @throws Failure of action STOP when Kafka cannot be reached or none of the topics exists
   */
  public EventReader(KafkaAccess kafka, List<String> topics) {
    this.kafka = kafka;
    this.absent = new ArrayList<>(topics);
    Map<String, Object> properties = kafka.reader("vedette-tail");
    properties.put("default.api.timeout.ms", "10000");
    properties.put("allow.auto.create.topics", "false"); // looking for a topic must not make it
    this.consumer = KafkaClients.consumer(properties);
    try {
      List<TopicPartition> partitions = takePresent();
      if (partitions.isEmpty()) {
        throw new KafkaException("there is no topic " + String.join(" or ", topics));
      }
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position); // seeking is lazy, and the end moves
    } catch (KafkaException e) {
      consumer.close();
      Failure failure = failure(e);
      String line = String.valueOf(failure.getMessage());
      boolean isRefused = failure.action() == Failure.Action.STOP;
      throw Failure.stop(
          isRefused ? line : line + "; check kafka.bootstrap.servers and that it runs", e);
    }
  }

  /**
   * The next events, in order per camera.
   *
   * @throws Failure of action RETRY when the broker fails
   */
  public List<Event> poll(Duration timeout) {
    try {
      followNew();
      List<Event> events = new ArrayList<>();
      consumer.poll(timeout).forEach(record -> events.add(event(record)));
      return events;
    } catch (WakeupException e) {
      return List.of();
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka, "events cannot be read from Kafka at " + kafka.bootstrapServers(), e);
  }

  /** Ends a poll in progress; for other threads. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** Adds topics that have appeared, from their beginnings: all of their records are new. */
  private void followNew() {
    if (absent.isEmpty() || System.nanoTime() - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
    List<TopicPartition> come = takePresent();
    if (!come.isEmpty()) {
      Set<TopicPartition> all = new HashSet<>(consumer.assignment());
      all.addAll(come);
      consumer.assign(all);
      consumer.seekToBeginning(come);
    }
  }

  /** The partitions of topics that have appeared. */
  private List<TopicPartition> takePresent() {
    List<TopicPartition> partitions = new ArrayList<>();
    absent.removeIf(
        topic -> {
          List<PartitionInfo> found = consumer.partitionsFor(topic);
          found.forEach(part -> partitions.add(new TopicPartition(topic, part.partition())));
          return !found.isEmpty();
        });
    return partitions;
  }

  public static Event event(ConsumerRecord<String, byte[]> record) {
    return new Event(
        record.topic(),
        record.key() == null ? "" : record.key(),
        Records.header(record.headers(), CloudEvents.EVENT_TYPE),
        record.value() == null ? new byte[0] : record.value());
  }
}
