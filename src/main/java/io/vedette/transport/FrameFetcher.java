package io.vedette.transport;

import io.vedette.event.DetectionEvent.RecordReference;
import io.vedette.runtime.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Single frames by their place in Kafka, as long as retention keeps them. Belongs to no group.
 * Confined to one thread.
 */
public final class FrameFetcher implements AutoCloseable {
  private static final String CLIENT = "vedette-fetch";

  private final KafkaAccess kafka;
  private @Nullable KafkaConsumer<String, byte[]> consumer;

  public FrameFetcher(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * The JPEG of a frame; empty when it is kept no longer, or did not come in time.
   *
   * @throws Failure of action RETRY when Kafka fails
   */
  public Optional<byte[]> fetch(RecordReference place, Duration timeout) {
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    try {
      KafkaConsumer<String, byte[]> open = consumer();
      open.assign(List.of(partition));
      open.seek(partition, place.offset());
      for (ConsumerRecord<String, byte[]> record : open.poll(timeout)) {
        if (record.offset() == place.offset() && record.value() != null) {
          return Optional.of(record.value());
        }
      }
      return Optional.empty();
    } catch (OffsetOutOfRangeException e) {
      return Optional.empty();
    } catch (KafkaException e) {
      close();
      throw Failures.of("frames cannot be fetched from Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  @Override
  public void close() {
    KafkaConsumer<String, byte[]> present = consumer;
    consumer = null;
    if (present != null) {
      present.close();
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    KafkaConsumer<String, byte[]> present = consumer;
    if (present == null) {
      Map<String, Object> properties = new HashMap<>(kafka.consumer(CLIENT, CLIENT));
      properties.remove("group.id");
      properties.put("auto.offset.reset", "none");
      properties.put("max.poll.records", "1");
      properties.put("max.partition.fetch.bytes", "1"); // the first batch comes whole all the same
      present =
          new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
      consumer = present;
    }
    return present;
  }
}
