package io.vedette.transport.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The partitions of topics. */
public final class Partitions {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Partitions() {}

  /**
   * The partitions of a topic, on the consumer's thread. A broker may not know yet of one that was
   * just made: whoever took that for an empty topic would never read what is in it.
   *
   * @throws UnknownTopicOrPartitionException when it is not there a while later either
   */
  public static List<TopicPartition> of(KafkaConsumer<?, ?> consumer, String topic) {
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

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
