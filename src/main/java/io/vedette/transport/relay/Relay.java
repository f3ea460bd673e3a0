package io.vedette.transport.relay;

import io.vedette.runtime.Failure;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaFailures;
import io.vedette.transport.exchange.Exchange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's share of some topics: records are read in order, and those that are done are committed
 * in one transaction with the records that were made of them. A record that was read and not done
 * is read again, by this worker or another; one that was done before an earlier one is not.
 * Confined to one thread.
 *
 * <p>A new group begins with the records of the last minute: not with all that Kafka keeps, and
 * without missing those that came while it joined.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration BEFORE_THE_FIRST = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final List<String> topics;
  private final String group;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> shares = new HashMap<>();
  private final RelaySuspicion suspicion;
  private final IncompleteOffsets incomplete = new IncompleteOffsets();
  private long lastShare;
  private @Nullable Exchange<String> exchange;

  /**
   * @param group whose workers share the topics
   * @param isCareful whether work on a record can end the process: such a record is then passed
   *     over after two processes, and all that was polled must be committed before the next poll
   */
  public Relay(
      KafkaAccess kafka,
      List<String> topics,
      String group,
      boolean isCareful,
      InstantSource clock) {
    this.suspicion = new RelaySuspicion(isCareful);
    this.kafka = kafka;
    this.topics = List.copyOf(topics);
    this.group = group;
    this.clock = clock;
  }

  /**
   * The next records, in order per key; none when there are none within the time-out.
   *
   * @throws Failure of action RETRY when Kafka fails: all that is not committed will be read again.
   *     Of action STOP when it refuses for good
   */
  public List<InputRecord> poll(Duration timeout) {
    try {
      Exchange<String> open = exchange();
      if (suspicion.isEmpty()) {
        open.consumer().resume(open.consumer().paused());
        List<InputRecord> polled = polled(open, timeout);
        polled.removeIf(record -> incomplete.isDone(record.place(), record.offset()));
        suspicion.add(polled);
      }
      return suspicion.next(open::commitOffsets);
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /** Waits without reading anything, and stays in the group meanwhile; throws as {@link #poll}. */
  public void hold(Duration timeout) {
    try {
      Exchange<String> open = exchange();
      Consumer<String, byte[]> consumer = open.consumer();
      consumer.pause(consumer.assignment());
      for (InputRecord early : polled(open, timeout)) { // of partitions that came just now
        consumer.seek(early.place(), Math.min(early.offset(), consumer.position(early.place())));
      }
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /** Whether a record that was read still belongs to this worker. */
  public boolean isMine(InputRecord record) {
    Long share = shares.get(record.place());
    return share != null && share == record.share();
  }

  /**
   * Notes a record that will be done later than some that follow it; to be called before those are
   * committed, and only where no work can end the process.
   */
  public void leave(InputRecord record) {
    if (isMine(record)) {
      incomplete.leave(record.place(), record.offset());
    }
  }

  /**
   * Commits records and the records that were made of them; returns when both are committed.
   * Records that are no longer this worker's are left out.
   *
   * @param results the records that were made of them, in any order
   * @throws Failure as {@link #poll}; nothing is committed then
   */
  public void commit(Collection<InputRecord> done, List<OutputRecord> results) {
    Map<TopicPartition, Long> finished = new HashMap<>();
    for (InputRecord record : done) {
      if (isMine(record)) {
        incomplete.done(record.place(), record.offset());
        finished.merge(record.place(), record.offset() + 1, Math::max);
      }
    }
    Map<TopicPartition, Long> next = suspicion.withPassedOver(finished);
    if (next.isEmpty()) {
      return;
    }
    try {
      exchange()
          .commitAccepted(
              incomplete.noted(suspicion.noted(next)),
              results.stream().map(OutputRecord::record).toList(),
              (refused, reason) ->
                  LOG.warn(
                      "a record for {} is left out: {}", refused.topic(), reason.getMessage()));
      suspicion.committed(next);
    } catch (KafkaException e) {
      throw failed(e);
    }
  }

  /** Leaves the group; records that are not committed are read by another worker. */
  @Override
  public void close() {
    Exchange<String> present = exchange;
    if (present != null) {
      release(present.consumer(), suspicion.partitions());
    }
    abandon();
  }

  /** Notes in Kafka that partitions are given up in order, if it accepts that. */
  private void release(Consumer<String, byte[]> owner, Collection<TopicPartition> given) {
    try {
      Map<TopicPartition, OffsetAndMetadata> released = suspicion.released(given);
      if (!released.isEmpty()) {
        owner.commitSync(released, PATIENCE);
      }
    } catch (KafkaException e) {
      LOG.debug("partitions are not said to be given up in order", e);
    }
  }

  private void abandon() {
    Exchange<String> last = exchange;
    exchange = null;
    shares.clear();
    incomplete.lost(suspicion.partitions());
    suspicion.lost(suspicion.partitions());
    if (last != null) {
      last.close();
    }
  }

  private List<InputRecord> polled(Exchange<String> open, Duration timeout) {
    List<InputRecord> taken = new ArrayList<>();
    open.poll(timeout)
        .forEach(
            record ->
                taken.add(
                    InputRecord.of(
                        record,
                        shares.getOrDefault(
                            new TopicPartition(record.topic(), record.partition()), -1L))));
    return taken;
  }

  private Failure failed(KafkaException e) {
    if (e instanceof InterruptException) {
      Thread.currentThread().interrupt();
    }
    abandon();
    return KafkaFailures.of(
        kafka,
        "records of %s cannot be worked on with Kafka at %s"
            .formatted(String.join(", ", topics), kafka.bootstrapServers()),
        e);
  }

  private Exchange<String> exchange() {
    Exchange<String> present = exchange;
    if (present == null) {
      present =
          Exchange.open(
              kafka.consumer(group, group),
              kafka.transactionalProducer(group, group + "-" + UUID.randomUUID()));
      exchange = present;
      present.consumer().subscribe(topics, new Rebalance(present.consumer()));
    }
    return present;
  }

  /**
   * The handling of rebalances: it updates this worker's share, and sets a new group's first
   * offsets.
   */
  private final class Rebalance implements ConsumerRebalanceListener {
    private final Consumer<String, byte[]> owner;

    Rebalance(Consumer<String, byte[]> owner) {
      this.owner = owner;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> gained) {
      lastShare++;
      gained.forEach(partition -> shares.put(partition, lastShare));
      Map<TopicPartition, OffsetAndMetadata> committed = owner.committed(Set.copyOf(gained));
      Map<TopicPartition, Long> since = new HashMap<>();
      for (TopicPartition partition : gained) {
        @Nullable OffsetAndMetadata found = committed.get(partition);
        if (found == null) {
          since.put(partition, clock.millis() - BEFORE_THE_FIRST.toMillis());
        } else {
          suspicion.gained(partition, found);
          incomplete.gained(partition, found);
        }
      }
      if (!since.isEmpty()) {
        begin(since);
      }
      Map<TopicPartition, Long> claimed = suspicion.claimed(gained, since.keySet());
      if (!claimed.isEmpty()) {
        owner.commitSync(suspicion.noted(claimed));
        suspicion.committed(claimed);
      }
    }

    /**
     * Begins partitions of a new group; the offsets are committed at once, so that a restart before
     * the first record misses nothing.
     */
    private void begin(Map<TopicPartition, Long> since) {
      // The ends first: what comes between the two questions is found by its time, not passed over.
      Map<TopicPartition, Long> ends = owner.endOffsets(since.keySet());
      Map<TopicPartition, OffsetAndTimestamp> found = owner.offsetsForTimes(since);
      for (TopicPartition partition : since.keySet()) {
        @Nullable OffsetAndTimestamp place = found.get(partition);
        long offset = place == null ? ends.getOrDefault(partition, 0L) : place.offset();
        owner.seek(partition, offset);
        suspicion.gained(partition, new OffsetAndMetadata(offset));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> given) {
      release(owner, given);
      onPartitionsLost(given);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lost.forEach(shares::remove);
      incomplete.lost(lost);
      suspicion.lost(lost);
    }
  }
}
