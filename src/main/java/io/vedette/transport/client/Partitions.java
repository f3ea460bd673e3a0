package io.vedette.transport.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** The lookup of topics' partitions and offsets. */
public final class Partitions {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Partitions() {}

  /**
   * The partitions of a topic, on the consumer's thread. A broker may not know yet of a topic that
   * was just created: a reader that took it for empty would never read its records.
   *
   * @throws UnknownTopicOrPartitionException when the topic does not appear within two seconds
   */
  public static List<TopicPartition> of(Consumer<?, ?> consumer, String topic) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    while (found.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new UnknownTopicOrPartitionException("there is no topic " + topic);
      }
      pause();
      found = consumer.partitionsFor(topic);
    }
    return found.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /**
   * The offset of the first record that came at or after a time, of those partitions that have one.
   */
  public static Map<TopicPartition, Long> offsetsAt(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions, long millis) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, millis)));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
        consumer.offsetsForTimes(times).entrySet()) {
      @Nullable OffsetAndTimestamp offset = found.getValue();
      if (offset != null) {
        offsets.put(found.getKey(), offset.offset());
      }
    }
    return offsets;
  }

  /** The partition to which Kafka's own producer sends the records of a key. */
  public static int ofKey(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  /** Whether Kafka has a topic that this client may see. */
  public static boolean exist(KafkaAccess kafka, String topic) {
    Map<String, Object> properties = new HashMap<>(kafka.consumer("vedette-look", "vedette-look"));
    properties.remove("group.id");
    try (Consumer<String, byte[]> consumer = KafkaClients.consumer(properties)) {
      return consumer.listTopics().containsKey(topic);
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "topics cannot be listed by Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
