package io.vedette.transport.table;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The reader of committed records of some topics from positions that are stored outside of Kafka;
 * it belongs to no group. Topics and partitions that appear later are read from then on. Confined
 * to one thread.
 */
public final class PositionReader implements AutoCloseable {
  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

  private final KafkaAccess kafka;
  private final List<String> topics;
  private final Function<Place, OptionalLong> positions;
  private final Consumer<String, byte[]> consumer;
  private final Set<TopicPartition> assigned = new HashSet<>();
  private long lookedAt;

  /** A partition of a topic. */
  public record Place(String topic, int partition) {}

  /**
   * A record.
   *
   * @param type CloudEvents' type; empty if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  public record Item(
      Place place, long offset, @Nullable String key, String type, byte @Nullable [] value) {}

  /**
   * @param positions the offset of each partition's next record; empty for its beginning
   * @throws io.vedette.runtime.Failure of action RETRY when Kafka cannot be read
   */
  public PositionReader(
      KafkaAccess kafka,
      String clientId,
      List<String> topics,
      Function<Place, OptionalLong> positions) {
    this.kafka = kafka;
    this.topics = List.copyOf(topics);
    this.positions = positions;
    Map<String, Object> properties = new HashMap<>(kafka.reader(clientId));
    properties.put("max.poll.records", "2000");
    properties.put("allow.auto.create.topics", "false"); // looking for a topic must not make it
    this.consumer = KafkaClients.consumer(properties);
    try {
      look();
    } catch (KafkaException e) {
      consumer.close();
      throw failure(e);
    }
  }

  /**
   * The next records, in order per partition.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when the broker fails
   */
  public List<Item> poll(Duration timeout) throws InterruptedException {
    try {
      if (System.nanoTime() - lookedAt > LOOK_NANOS) {
        look();
      }
      if (assigned.isEmpty()) {
        Thread.sleep(timeout.toMillis());
        return List.of();
      }
      List<Item> items = new ArrayList<>();
      consumer.poll(timeout).forEach(record -> items.add(item(record)));
      return items;
    } catch (InterruptException e) {
      var unused = Thread.interrupted();
      throw new InterruptedException("interrupted while it polled");
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  /** The number of records that are yet to be read; -1 until it is known for each partition. */
  public long lag() {
    long lag = 0;
    for (TopicPartition partition : assigned) {
      OptionalLong known = consumer.currentLag(partition);
      if (known.isEmpty()) {
        return -1;
      }
      lag += known.getAsLong();
    }
    return lag;
  }

  /** Adds partitions that have appeared. */
  private void look() {
    lookedAt = System.nanoTime();
    List<TopicPartition> come = new ArrayList<>();
    for (String topic : topics) {
      for (var info : consumer.partitionsFor(topic)) {
        TopicPartition partition = new TopicPartition(topic, info.partition());
        if (assigned.add(partition)) {
          come.add(partition);
        }
      }
    }
    if (come.isEmpty()) {
      return;
    }
    consumer.assign(assigned);
    for (TopicPartition partition : come) {
      OptionalLong next = positions.apply(new Place(partition.topic(), partition.partition()));
      if (next.isPresent()) {
        consumer.seek(partition, next.getAsLong());
      } else {
        consumer.seekToBeginning(List.of(partition));
      }
    }
  }

  private static Item item(ConsumerRecord<String, byte[]> record) {
    return new Item(
        new Place(record.topic(), record.partition()),
        record.offset(),
        record.key(),
        Records.header(record.headers(), CloudEvents.EVENT_TYPE),
        record.value());
  }

  private io.vedette.runtime.Failure failure(KafkaException e) {
    return KafkaFailures.of(
        kafka,
        "%s cannot be read from Kafka at %s"
            .formatted(String.join(", ", topics), kafka.bootstrapServers()),
        e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
