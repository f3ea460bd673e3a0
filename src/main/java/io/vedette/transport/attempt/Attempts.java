package io.vedette.transport.attempt;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at records of the partitions that one worker works on. Confined to its thread; knows
 * nothing of Kafka and of time.
 *
 * <p>A worker notes how far it may have records under way before it begins with them. Whoever takes
 * a partition over and finds another worker's note knows that it ended with some of them: those are
 * <i>suspect</i>, and each is tried alone, which is noted first. Whoever finds such a note knows
 * the record: it is <i>held back</i>.
 *
 * @param <P> a partition
 */
public final class Attempts<P> {
  private final String worker;
  private final int lead;
  private final Map<P, Span> spans = new HashMap<>();

  /** The offsets before which records were suspect, of partitions that this worker has lost. */
  private final Map<P, Long> suspectsBefore = new HashMap<>();

  /** The offsets of one partition. */
  private static final class Span {
    private long committed;
    private long highest;
    private long noted;
    private long suspectUntil;
    private long alone = -1;
    private long notedAlone = -1;
    private final TreeSet<Long> heldBack = new TreeSet<>();
  }

  /**
   * @param worker the worker's name, which no other worker ever had
   * @param lead number of records by which a note reaches beyond those under way, at least
   */
  public Attempts(String worker, int lead) {
    this.worker = worker;
    this.lead = lead;
  }

  /**
   * Begins the work on a partition, which is to be noted before anything else.
   *
   * @param committed offset of the first record that is not done
   * @param found the note that was committed with it
   */
  public void gained(P partition, long committed, FrameAttempt found) {
    Span span = new Span();
    span.committed = committed;
    span.highest = committed - 1;
    boolean isOwn = found.worker().equals(worker);
    boolean isOthers = !isOwn && !found.worker().isEmpty();
    long ownSuspects = isOwn ? suspectsBefore.getOrDefault(partition, committed) : committed;
    span.suspectUntil = isOthers ? found.until() : ownSuspects;
    span.heldBack.addAll(found.heldBack());
    if (isOthers && found.alone() >= 0) {
      span.heldBack.add(found.alone());
    }
    span.noted = Math.max(span.suspectUntil, committed + lead);
    spans.put(partition, span);
  }

  /** Ends the work on partitions that another worker has taken over. */
  public void lost(Collection<P> partitions) {
    for (P partition : partitions) {
      Span span = spans.remove(partition);
      if (span != null) {
        suspectsBefore.put(partition, span.suspectUntil);
      }
    }
  }

  /**
   * Forgets the records of a topic that was deleted and created again: none of the new ones was
   * ever tried.
   */
  public void forgetRecords(P partition) {
    Span span = spans.get(partition);
    if (span != null) {
      gained(partition, 0, FrameAttempt.NONE);
    }
  }

  /** The partitions that are worked on. */
  public Set<P> partitions() {
    return Set.copyOf(spans.keySet());
  }

  /** Whether a record has ended two workers, and must not be tried again. */
  public boolean isHeldBack(P partition, long offset) {
    Span span = spans.get(partition);
    return span != null && span.heldBack.contains(offset);
  }

  /** Whether a record may be the one that a worker has ended with, and is to be tried alone. */
  public boolean isSuspect(P partition, long offset) {
    Span span = spans.get(partition);
    return span != null && offset < span.suspectUntil;
  }

  /** Whether a record can be begun with, because the committed note reaches as far. */
  public boolean isCovered(P partition, long offset) {
    Span span = spans.get(partition);
    return span != null && offset < span.noted;
  }

  /** Notes that a record is about to be begun with, together with others. */
  public void begin(P partition, long offset) {
    Span span = spans.get(partition);
    if (span != null) {
      span.highest = Math.max(span.highest, offset);
    }
  }

  /** The partition of the record that is noted as tried alone; null when there is none. */
  public @Nullable P alone() {
    for (Map.Entry<P, Span> entry : spans.entrySet()) {
      if (entry.getValue().notedAlone >= 0) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** Notes that a record is about to be tried alone, once that is committed. */
  public void beginAlone(P partition, long offset) {
    Span span = spans.get(partition);
    if (span != null) {
      span.alone = offset;
      begin(partition, offset);
    }
  }

  /** Notes that no record is tried alone any more, which is to be committed. */
  public void endAlone() {
    spans.values().forEach(span -> span.alone = -1);
  }

  /** Confirms that offsets are committed, possibly with older notes. */
  public void committed(Map<P, Long> next) {
    next.forEach(
        (partition, offset) -> {
          Span span = spans.get(partition);
          if (span != null) {
            span.committed = offset;
            span.noted = offset; // whatever is begun with next is noted again
            span.notedAlone = span.notedAlone < offset ? -1 : span.notedAlone;
            span.heldBack.headSet(offset).clear();
          }
        });
  }

  /**
   * The notes for partitions that are committed up to offsets.
   *
   * @param next the first offsets that are not done by then
   */
  public Map<P, String> notes(Map<P, Long> next) {
    Map<P, String> notes = new HashMap<>();
    next.forEach(
        (partition, offset) -> {
          Span span = spans.get(partition);
          if (span != null) {
            notes.put(partition, attempt(span, offset).note());
          }
        });
    return notes;
  }

  /** Confirms that offsets are committed with the notes of {@link #notes}. */
  public void noted(Map<P, Long> next) {
    next.forEach(
        (partition, offset) -> {
          Span span = spans.get(partition);
          if (span != null) {
            FrameAttempt noted = attempt(span, offset);
            span.committed = offset;
            span.noted = noted.until();
            span.notedAlone = noted.alone();
            span.heldBack.headSet(offset).clear();
          }
        });
  }

  /**
   * The committed offsets of partitions that are worked on, to be committed again with new notes.
   */
  public Map<P, Long> present(Collection<P> partitions) {
    Map<P, Long> present = new HashMap<>();
    for (P partition : partitions) {
      Span span = spans.get(partition);
      if (span != null) {
        present.put(partition, span.committed);
      }
    }
    return present;
  }

  private FrameAttempt attempt(Span span, long next) {
    // Twice as far as since the last commit: where much is under way, notes stay few.
    long ahead = Math.max(lead, span.highest + 1 - next);
    long until = Math.max(span.suspectUntil, Math.max(next, span.highest + 1) + ahead);
    return new FrameAttempt(
        worker, until, span.alone < next ? -1 : span.alone, span.heldBack.tailSet(next));
  }
}
