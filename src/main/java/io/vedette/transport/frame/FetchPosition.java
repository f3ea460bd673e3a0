package io.vedette.transport.frame;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The position at which the reading of a new partition begins. A worker looks back before it, to
 * know the last pictures that the worker before has seen. Confined to the polling thread.
 *
 * <p>The beginning is taken from the first record that comes: asking Kafka for it would wait, with
 * all other partitions, for the transaction of a worker that died.
 */
final class FetchPosition {
  private static final int RECORDS = 64;

  private final Set<TopicPartition> gained = new HashSet<>();
  private final Map<TopicPartition, Long> begins = new HashMap<>();

  void gained(Collection<TopicPartition> partitions) {
    gained.addAll(partitions);
  }

  void lost(Collection<TopicPartition> partitions) {
    gained.removeAll(partitions);
    begins.keySet().removeAll(partitions);
  }

  /** Whether a record is the first one of a gained partition to be inferred, after others. */
  boolean isBegun(TopicPartition partition, long offset) {
    if (!gained.remove(partition)) {
      return false;
    }
    if (offset > 0) {
      begins.put(partition, offset);
    }
    return offset > 0;
  }

  /** The offset at which looking back begins; where the log begins later, Kafka begins there. */
  long from(TopicPartition partition) {
    return Math.max(0, begins.getOrDefault(partition, 0L) - RECORDS);
  }

  /**
   * Whether a record is one of the last before the partition's first. Looking back ends with the
   * first record that is not: a topic that is created again counts from 0, and none of its frames
   * has been seen.
   */
  boolean isPast(TopicPartition partition, long offset) {
    boolean isPast =
        offset >= from(partition) && offset < begins.getOrDefault(partition, Long.MIN_VALUE);
    if (!isPast) {
      begins.remove(partition);
    }
    return isPast;
  }
}
