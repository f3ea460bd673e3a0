package io.vedette.transport.relay;

import io.vedette.transport.attempt.Attempts;
import io.vedette.transport.attempt.FrameAttempt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which a relay hands out records, by which a record that ends its process does so
 * twice at most: records that were under way when another worker ended come one by one, and one
 * that was alone when a second worker ended is passed over. Confined to the relay's thread.
 */
final class RelaySuspicion {
  private static final Logger LOG = LoggerFactory.getLogger(RelaySuspicion.class);

  /**
   * The number of records that a consumer returns at once, so that the note of a commit covers the
   * next poll.
   */
  private static final int LEAD = 500;

  private final boolean isCareful;
  private final Attempts<TopicPartition> attempts =
      new Attempts<>(UUID.randomUUID().toString(), LEAD);
  private final Deque<InputRecord> waiting = new ArrayDeque<>();
  private final Map<TopicPartition, Long> passedOver = new HashMap<>();

  /**
   * @param isCareful whether work on a record can end the process; else nothing is noted, and each
   *     record is handed out until it is done
   */
  RelaySuspicion(boolean isCareful) {
    this.isCareful = isCareful;
  }

  /** The immediate commit of offsets with their notes. */
  @FunctionalInterface
  interface Notes {
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets);
  }

  /**
   * Adds a partition that this worker has taken over; the offsets of {@link #claimed} are to be
   * committed before its records are handed out.
   */
  void gained(TopicPartition partition, OffsetAndMetadata committed) {
    FrameAttempt found = isCareful ? FrameAttempt.parse(committed.metadata()) : FrameAttempt.NONE;
    attempts.gained(partition, committed.offset(), found);
  }

  void lost(Collection<TopicPartition> partitions) {
    attempts.lost(partitions);
    waiting.removeIf(record -> partitions.contains(record.place()));
    passedOver.keySet().removeAll(partitions);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(List<InputRecord> polled) {
    waiting.addAll(polled);
  }

  /** The next records to hand out, which are noted in Kafka first. */
  List<InputRecord> next(Notes notes) {
    List<InputRecord> next = new ArrayList<>();
    while (!waiting.isEmpty() && isNext(waiting.peekFirst(), next)) {
      InputRecord record = waiting.removeFirst();
      if (attempts.isHeldBack(record.place(), record.offset())) {
        LOG.warn(
            "record {} is passed over: two worker processes have ended while it was under way",
            record.id());
        passedOver.merge(record.place(), record.offset() + 1, Math::max);
      } else {
        next.add(record);
      }
    }
    note(next, notes);
    return next;
  }

  /** Whether a record can be handed out with others; a suspect is handed out alone. */
  private boolean isNext(InputRecord record, List<InputRecord> next) {
    boolean isAlone = !next.isEmpty() && isSuspect(next.get(0));
    return next.isEmpty() || (!isAlone && !isSuspect(record));
  }

  private boolean isSuspect(InputRecord record) {
    return attempts.isSuspect(record.place(), record.offset())
        && !attempts.isHeldBack(record.place(), record.offset());
  }

  private void note(List<InputRecord> next, Notes notes) {
    List<TopicPartition> toNote = new ArrayList<>();
    TopicPartition before = attempts.alone();
    if (before != null) {
      attempts.endAlone();
      toNote.add(before);
    }
    for (InputRecord record : next) {
      boolean isAlone = isSuspect(record);
      if (isAlone || !attempts.isCovered(record.place(), record.offset())) {
        toNote.add(record.place());
      }
      if (isAlone) {
        attempts.beginAlone(record.place(), record.offset());
      } else {
        attempts.begin(record.place(), record.offset());
      }
    }
    Map<TopicPartition, Long> present = attempts.present(toNote);
    if (isCareful && !present.isEmpty()) {
      notes.commit(noted(present));
      attempts.noted(present);
    }
  }

  /** The offsets before which all is done, records that were passed over included. */
  Map<TopicPartition, Long> withPassedOver(Map<TopicPartition, Long> done) {
    Map<TopicPartition, Long> next = new HashMap<>(done);
    passedOver.forEach((partition, offset) -> next.merge(partition, offset, Math::max));
    return next;
  }

  /** The offsets with their notes. */
  Map<TopicPartition, OffsetAndMetadata> noted(Map<TopicPartition, Long> next) {
    Map<TopicPartition, String> notes = isCareful ? attempts.notes(next) : Map.of();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.forEach(
        (partition, offset) ->
            offsets.put(
                partition, new OffsetAndMetadata(offset, notes.getOrDefault(partition, ""))));
    return offsets;
  }

  /** Confirms that offsets are committed with these notes. */
  void committed(Map<TopicPartition, Long> next) {
    attempts.noted(next);
    passedOver
        .entrySet()
        .removeIf(entry -> entry.getValue() <= next.getOrDefault(entry.getKey(), 0L));
  }

  /**
   * The offsets of gained partitions, to be committed with their notes.
   *
   * @param begun those that are new to the group
   */
  Map<TopicPartition, Long> claimed(
      Collection<TopicPartition> gained, Collection<TopicPartition> begun) {
    return attempts.present(isCareful ? gained : begun);
  }

  /** The offsets of partitions that are given up in order, with the note that says so. */
  Map<TopicPartition, OffsetAndMetadata> released(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> released = new HashMap<>();
    attempts
        .present(partitions)
        .forEach(
            (partition, offset) -> {
              if (isCareful && !attempts.isSuspect(partition, offset)) {
                released.put(partition, new OffsetAndMetadata(offset, FrameAttempt.NONE.note()));
              }
            });
    return released;
  }

  Set<TopicPartition> partitions() {
    return attempts.partitions();
  }
}
