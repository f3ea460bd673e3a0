package io.vedette.transport.frame;

import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Reopenable;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The reading of single frames by their position in Kafka, as long as retention keeps them. Belongs
 * to no group. Confined to one thread.
 */
public final class FrameFetcher implements AutoCloseable {
  private static final String CLIENT = "vedette-fetch";

  private final KafkaAccess kafka;
  private final String topic;
  private final Reopenable<Consumer<String, byte[]>> consumer =
      new Reopenable<>(this::open, Consumer::close);

  /**
   * @param topics the topics whose frames may be fetched: a record may name any place
   */
  public FrameFetcher(KafkaAccess kafka, Topics topics) {
    this.kafka = kafka;
    this.topic = topics.frames();
  }

  /**
   * The JPEG of a frame of a camera; empty when it is kept no longer, did not come in time, or no
   * frame of that camera is there.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public Optional<byte[]> fetch(String camera, RecordReference place, Duration timeout) {
    return found(camera, place, timeout).map(ConsumerRecord::value);
  }

  /**
   * The record of a frame of a camera; empty as above.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public Optional<FrameRecord> record(String camera, RecordReference place, Duration timeout) {
    return found(camera, place, timeout).map(record -> FrameConsumer.read(record, true));
  }

  private Optional<ConsumerRecord<String, byte[]>> found(
      String camera, RecordReference place, Duration timeout) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    try {
      Consumer<String, byte[]> open = consumer.get();
      return isThere(open, partition, place.offset())
          ? fetch(open, partition, place.offset(), timeout)
              .filter(record -> camera.equals(record.key()))
          : Optional.empty();
    } catch (OffsetOutOfRangeException | UnknownTopicOrPartitionException e) {
      return Optional.empty();
    } catch (KafkaException e) {
      close();
      throw KafkaFailures.of(
          kafka, "frames cannot be fetched from Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  /**
   * Whether a position is one where frames are or were; fetching shows whether they still exist.
   */
  private boolean isThere(Consumer<String, byte[]> open, TopicPartition partition, long offset) {
    return partition.topic().equals(topic)
        && offset >= 0
        && Partitions.of(open, topic).contains(partition)
        && offset < open.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  private static Optional<ConsumerRecord<String, byte[]>> fetch(
      Consumer<String, byte[]> open, TopicPartition partition, long offset, Duration timeout) {
    open.assign(List.of(partition));
    open.seek(partition, offset);
    for (ConsumerRecord<String, byte[]> record : open.poll(timeout)) {
      if (record.offset() == offset) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Consumer<String, byte[]> open() {
    Map<String, Object> properties = kafka.reader(CLIENT);
    properties.put("auto.offset.reset", "none");
    properties.put("max.poll.records", "1");
    properties.put("max.partition.fetch.bytes", "1"); // the first batch comes whole all the same
    return KafkaClients.consumer(properties);
  }
}
