package io.vedette.detect.schedule;

import io.vedette.transport.attempt.Attempts;
import io.vedette.transport.attempt.FrameAttempt;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The choice of the frames to begin with, by which a frame that ends its process does so twice at
 * most. A frame is begun with only when a note in Kafka says that it may be under way; one that was
 * under way when another worker ended is tried alone; one that was alone when a second worker ended
 * is never tried again. Confined to the polling thread.
 */
final class Trials {
  private static final int LEAST_LEAD = 8;

  private final Queue queue;
  private final Attempts<Partition> attempts;
  private final Set<Partition> gained = new HashSet<>();
  private final Set<Partition> unnoted = new HashSet<>();
  private final Deque<Job> suspects = new ArrayDeque<>();
  private final List<Job> next = new ArrayList<>();
  private boolean isNextAlone;

  /**
   * @param worker a name unlike any other's that ever was
   * @param queue of the frames that are tried together
   * @param batch most frames that are tried together
   */
  Trials(String worker, Queue queue, int batch) {
    this.queue = queue;
    this.attempts = new Attempts<>(worker, Math.max(LEAST_LEAD, batch));
  }

  Attempts<Partition> attempts() {
    return attempts;
  }

  /**
   * Adds partitions that this worker has taken over; they are to be claimed before their frames are
   * added.
   */
  void gained(Collection<Partition> partitions) {
    gained.addAll(partitions);
  }

  /** Removes partitions that another worker has taken over. */
  void lost(Collection<Partition> partitions) {
    gained.removeAll(partitions);
    unnoted.removeAll(partitions);
    attempts.lost(partitions);
    suspects.removeIf(job -> partitions.contains(job.record().partition()));
    next.removeIf(job -> partitions.contains(job.record().partition()));
  }

  /** The partitions that are to be claimed. */
  Set<Partition> unclaimed() {
    return Set.copyOf(gained);
  }

  /**
   * Takes in the notes of earlier workers on all {@link #unclaimed} partitions.
   *
   * @param begins where they begin; without those that are another worker's again
   * @param arrived frames that were read already
   * @return the offsets to be noted for them before any frame of them is added
   */
  Map<Partition, Long> claim(Collection<FrameConsumer.Begin> begins, List<FrameRecord> arrived) {
    for (FrameConsumer.Begin begin : begins) {
      long read =
          arrived.stream()
              .filter(record -> record.partition().equals(begin.partition()))
              .mapToLong(FrameRecord::offset)
              .min()
              .orElse(begin.offset());
      // Read from before what is committed, the topic is another one by that name.
      FrameAttempt found = read < begin.offset() ? FrameAttempt.NONE : begin.found();
      attempts.gained(begin.partition(), Math.min(begin.offset(), read), found);
      unnoted.add(begin.partition());
    }
    gained.clear();
    return attempts.present(unnoted);
  }

  /** Confirms that the notes of {@link #claim} are committed. */
  void claimed() {
    unnoted.clear();
  }

  /** Adds a frame to be tried; false when it must not be tried again. */
  boolean add(Job job) {
    Partition partition = job.record().partition();
    long offset = job.record().offset();
    if (attempts.isHeldBack(partition, offset)) {
      return false;
    }
    if (attempts.isSuspect(partition, offset)) {
      suspects.addLast(job);
    } else {
      queue.add(job);
    }
    return true;
  }

  /** Removes and returns the frames that meet a condition and were not begun with. */
  List<Job> remove(Predicate<Job> condition) {
    List<Job> removed = new ArrayList<>(queue.remove(condition));
    suspects.removeIf(
        job -> {
          boolean isMet = condition.test(job);
          if (isMet) {
            removed.add(job);
          }
          return isMet;
        });
    return removed;
  }

  /**
   * Whether nothing can be begun with before what is under way has ended.
   *
   * @param isIdle whether no frame is under way
   */
  boolean isHeldUp(boolean isIdle) {
    return !isIdle && (!suspects.isEmpty() || attempts.alone() != null);
  }

  /** Whether a frame waits to be tried alone. */
  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /**
   * The frames to begin with now, the same until {@link #begun}; none when nothing can be begun.
   *
   * @param isIdle whether no frame is under way
   * @param room most frames, unless one is tried alone
   * @param isDue whether a batch is to be begun with that is not full
   */
  List<Job> next(boolean isIdle, int room, boolean isDue) {
    if (room == 0) {
      return List.of();
    }
    if (next.isEmpty() && !isHeldUp(isIdle)) {
      choose(room, isDue);
    }
    return List.copyOf(next);
  }

  /** Chooses the next frames: a suspect and a batch of others take turns. */
  private void choose(int room, boolean isDue) {
    boolean isOthersTurn = isNextAlone && queue.size() > 0;
    isNextAlone = !suspects.isEmpty() && !isOthersTurn;
    if (isNextAlone) {
      next.add(suspects.removeFirst());
    } else if (queue.size() >= room || (queue.size() > 0 && isDue)) {
      next.addAll(queue.take(room));
    }
  }

  /** The offsets to be noted before the next frames are begun with; empty when it is noted. */
  Map<Partition, Long> toNote() {
    Set<Partition> partitions = new HashSet<>();
    Partition before = attempts.alone();
    if (before != null) {
      attempts.endAlone(); // it has ended, or nothing else would be begun with
      partitions.add(before);
    }
    for (Job job : next) {
      Partition partition = job.record().partition();
      long offset = job.record().offset();
      boolean isCovered = attempts.isCovered(partition, offset);
      if (isNextAlone) {
        attempts.beginAlone(partition, offset);
      } else {
        attempts.begin(partition, offset);
      }
      if (isNextAlone || !isCovered) {
        partitions.add(partition);
      }
    }
    return attempts.present(partitions);
  }

  /** Confirms that the next frames are handed to native code. */
  void begun() {
    next.forEach(Job::begin);
    next.clear();
  }

  /**
   * The offsets to commit when partitions are given up in order, so that nobody takes this worker
   * for dead; none for partitions of which frames are under way or suspect.
   *
   * @param underWay partitions of which frames are under way
   */
  Map<Partition, Long> released(Collection<Partition> partitions, Set<Partition> underWay) {
    Map<Partition, Long> released = new HashMap<>(attempts.present(partitions));
    released
        .entrySet()
        .removeIf(
            entry ->
                underWay.contains(entry.getKey())
                    || attempts.isSuspect(entry.getKey(), entry.getValue()));
    return released;
  }

  /** The notes of partitions that are given up. */
  Map<Partition, String> releases(Map<Partition, Long> released) {
    Map<Partition, String> notes = new HashMap<>();
    released.keySet().forEach(partition -> notes.put(partition, FrameAttempt.NONE.note()));
    return notes;
  }
}
