package io.vedette.ingest.placement;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.group.GroupView;
import io.vedette.transport.table.CameraTable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A node's membership in the group that shares the partitions of the cameras topic. It does not
 * read their records: {@link CameraTable} does. Confined to one thread.
 */
public final class CameraShare implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final GroupView view;
  private final KafkaAccess kafka;
  private final Consumer<Set<Integer>> givingUp;
  private final Set<Integer> owned = new HashSet<>();
  private final Set<Integer> lost = new HashSet<>();

  /**
   * Joins the group with the first {@link #poll}.
   *
   * @param node the node's name, to be seen by others
   * @param cameras gives the number of cameras in each partition, on the polling thread
   * @param givingUp receives partitions that another node may have once it returns, in {@link
   *     #poll} and {@link #close}
   */
  public CameraShare(
      KafkaAccess kafka,
      String topic,
      String group,
      String node,
      Supplier<Map<Integer, Integer>> cameras,
      Consumer<Set<Integer>> givingUp) {
    this.givingUp = givingUp;
    this.kafka = kafka;
    this.view = new GroupView(kafka, topic, group);
    Map<String, Object> properties = new HashMap<>(kafka.sharer(node, group));
    properties.put("partition.assignment.strategy", List.of(CameraAssignor.class.getName()));
    properties.put(CameraAssignor.CAMERAS, cameras);
    this.consumer = KafkaClients.byteConsumer(KafkaAccess.fitting(properties));
    consumer.subscribe(List.of(topic), new Rebalance());
  }

  /**
   * Takes part in the group for a time.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when the broker fails, STOP when it refuses
   */
  public void poll(Duration timeout) {
    try {
      consumer.poll(timeout);
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaException e) {
      throw KafkaFailures.of(
          kafka, "cameras cannot be shared over Kafka at " + kafka.bootstrapServers(), e);
    }
  }

  /** The partitions whose cameras this node reads. */
  public Set<Integer> owned() {
    return Set.copyOf(owned);
  }

  /**
   * The lost partitions, which were taken away while this node was silent: others read them
   * already.
   */
  public Set<Integer> lost() {
    return Set.copyOf(lost);
  }

  /** Whether there is another node that can take over. */
  public boolean hasOthers() {
    return view.members() > 1;
  }

  /** Leaves the group at once. */
  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    Set<Integer> numbers = new HashSet<>();
    partitions.forEach(partition -> numbers.add(partition.partition()));
    return numbers;
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      owned.addAll(numbers(partitions));
      lost.removeAll(numbers(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      owned.removeAll(numbers(partitions));
      givingUp.accept(numbers(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      owned.removeAll(numbers(partitions));
      lost.addAll(numbers(partitions));
    }
  }
}
