package io.vedette.sink;

import io.vedette.event.Alert;
import io.vedette.runtime.Backoff;
import io.vedette.transport.relay.InputRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records that a sink still has to deliver, in the order in which they are tried. An alert that
 * fails waits apart and is tried again with growing waits, while those behind it go on; when a
 * second one fails without any success between, it is the sink that fails: then all wait, and the
 * oldest is tried first. A record that the sink asks for at a later time is not tried before.
 * Nothing overtakes a record that is no alert, since later states build on it. Confined to its
 * worker's thread.
 */
final class DeliveryQueue {
  /**
   * The most alerts that wait apart: as many as fit into the note of a commit; with more the sink
   * itself is at fault.
   */
  static final int MOST_APART = 200;

  /**
   * The longest pause that a sink may ask for because of one record, as long as its longest wait.
   */
  private static final Duration LONGEST_FOR_ONE = Duration.ofMinutes(2);

  private final Supplier<Backoff> backoffs;
  private final Backoff ofSink;
  private final Deque<InputRecord> fresh = new ArrayDeque<>();
  private final List<Apart> apart = new ArrayList<>();
  private Instant sinkNotBefore = Instant.MIN;
  private boolean isSinkFailing;
  private boolean wasApart;
  private int turn;
  // Which failed last, when nothing has been delivered since.
  private @Nullable InputRecord failed;

  /** An alert that failed and waits apart. */
  private static final class Apart {
    private final InputRecord record;
    private final Backoff backoff;
    private Instant notBefore = Instant.MIN;
    // What the sink asks for, whatever else is taken meanwhile.
    private Instant askedUntil = Instant.MIN;
    private int faults;

    Apart(InputRecord record, Backoff backoff) {
      this.record = record;
      this.backoff = backoff;
    }

    /** Whether it only waited for the sink, which works again: it is next. */
    private boolean isBehind() {
      return notBefore.equals(Instant.MIN);
    }
  }

  /**
   * @param backoffs the waits of the sink, and of each record that fails
   */
  DeliveryQueue(Supplier<Backoff> backoffs) {
    this.backoffs = backoffs;
    this.ofSink = backoffs.get();
  }

  /** Whether the queue can take more records. */
  boolean isOpen(Instant now) {
    return fresh.isEmpty() && apart.size() < MOST_APART && !isPaused(now) && !isBlocked();
  }

  boolean isEmpty() {
    return fresh.isEmpty() && apart.isEmpty();
  }

  void add(Collection<InputRecord> records) {
    fresh.addAll(records);
  }

  void keepOnly(Predicate<InputRecord> isKept) {
    fresh.removeIf(isKept.negate());
    apart.removeIf(waiting -> !isKept.test(waiting.record));
  }

  void clear() {
    fresh.clear();
    apart.clear();
  }

  /** The record to try now; empty until {@link #pause} is over. */
  Optional<InputRecord> next(Instant now) {
    if (isPaused(now)) {
      return Optional.empty();
    }
    Optional<InputRecord> newest = firstFresh();
    if (isSinkFailing) {
      return probe(now, newest);
    }
    Optional<InputRecord> behind = firstApart(Apart::isBehind);
    if (behind.isPresent()) {
      return behind;
    }
    boolean isTurnOfFresh = wasApart || failed != null;
    return isTurnOfFresh ? newest.or(() -> due(now)) : due(now).or(() -> newest);
  }

  private Optional<InputRecord> firstFresh() {
    return fresh.isEmpty() || apart.size() >= MOST_APART || isBlocked()
        ? Optional.empty()
        : Optional.of(fresh.getFirst());
  }

  private Optional<InputRecord> firstApart(Predicate<Apart> isWanted) {
    return apart.stream().filter(isWanted).map(waiting -> waiting.record).findFirst();
  }

  /** The time until a record can be tried again if no new ones come, up to a limit. */
  Duration pause(Instant now, Duration most) {
    if (next(now).isPresent()) {
      return Duration.ZERO;
    }
    Instant until = now.plus(most);
    if (isPaused(now)) {
      until = earlier(until, sinkNotBefore);
    } else {
      for (Apart waiting : apart) {
        until = earlier(until, waiting.notBefore);
      }
    }
    return until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
  }

  /** The number of times that a record has failed by its own fault, this time included. */
  int blame(InputRecord record) {
    return find(record).map(waiting -> ++waiting.faults).orElse(0);
  }

  /** Notes a record that the sink has accepted. */
  void delivered(InputRecord record) {
    if (isSinkFailing) {
      apart.stream()
          .filter(waiting -> !waiting.record.equals(failed))
          .forEach(waiting -> waiting.notBefore = waiting.askedUntil);
    }
    isSinkFailing = false;
    failed = null;
    ofSink.reset();
    remove(record);
  }

  /** Removes a record, whether or not the sink has accepted it. */
  void remove(InputRecord record) {
    wasApart = find(record).map(apart::remove).orElse(false);
    if (!wasApart) {
      fresh.remove(record);
    }
  }

  /**
   * Notes a record that failed and is to be tried again.
   *
   * @param asked the pause that the sink asks for; 0 for none
   * @return the least time until it is tried again
   */
  Duration failed(InputRecord record, Instant now, Duration asked) {
    Apart waiting = setApart(record);
    Duration pause = waiting.backoff.next();
    if (failed != null && !failed.equals(record)) {
      pause = pauseAll(now, earlier(asked, LONGEST_FOR_ONE));
    } else {
      failed = record;
    }
    pause = later(pause, asked);
    waiting.askedUntil = asked.isZero() ? Instant.MIN : now.plus(asked);
    waiting.notBefore = now.plus(pause);
    return pause;
  }

  /** Pauses the whole sink, for a least time. */
  Duration pauseAll(Instant now, Duration atLeast) {
    Duration pause = later(ofSink.next(), atLeast);
    pauseSink(now.plus(pause));
    return pause;
  }

  private void pauseSink(Instant until) {
    sinkNotBefore = until;
    isSinkFailing = true;
    turn++;
    failed = null;
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  boolean isPaused(Instant now) {
    return now.isBefore(sinkNotBefore);
  }

  /** Whether a record waits that nothing may overtake. */
  private boolean isBlocked() {
    return apart.stream().anyMatch(waiting -> !waiting.record.type().equals(Alert.TYPE));
  }

  /** The record to try a failing sink with: the oldest, and after that each in its turn. */
  private Optional<InputRecord> probe(Instant now, Optional<InputRecord> newest) {
    List<InputRecord> others = new ArrayList<>();
    apart.stream()
        .filter(waiting -> !now.isBefore(waiting.askedUntil))
        .forEach(waiting -> others.add(waiting.record));
    newest.ifPresent(others::add);
    if (failed == null) {
      return others.stream().findFirst();
    }
    others.removeIf(record -> record.equals(failed));
    return others.isEmpty() ? due(now) : Optional.of(others.get(turn % others.size()));
  }

  /** The first record apart whose wait is over. */
  private Optional<InputRecord> due(Instant now) {
    return firstApart(waiting -> !now.isBefore(waiting.notBefore));
  }

  private Apart setApart(InputRecord record) {
    Optional<Apart> known = find(record);
    wasApart = known.isPresent();
    if (known.isPresent()) {
      return known.get();
    }
    fresh.remove(record);
    Apart waiting = new Apart(record, backoffs.get());
    apart.add(waiting);
    return waiting;
  }

  private Optional<Apart> find(InputRecord record) {
    return apart.stream().filter(waiting -> waiting.record.equals(record)).findFirst();
  }
}
