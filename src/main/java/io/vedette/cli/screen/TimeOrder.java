package io.vedette.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A buffer that puts items into the order of their times: each is held back as long as items were
 * late in the last half minute, ten seconds at most. Confined to one thread.
 *
 * @param <T> the items' type
 */
final class TimeOrder<T> {
  private static final Duration AT_FIRST = Duration.ofSeconds(3);
  private static final Duration MARGIN = Duration.ofMillis(600);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration MEMORY = Duration.ofSeconds(30);

  private final Deque<Late> latest = new ArrayDeque<>();
  private final PriorityQueue<Timed<T>> waiting =
      new PriorityQueue<>(
          Comparator.comparing((Timed<T> timed) -> timed.at).thenComparing(timed -> timed.number));
  private long number;

  /** An item and its time. */
  record Timed<T>(Instant at, long number, T what) {}

  /** The lateness of an item. */
  private record Late(Instant came, Duration by) {}

  TimeOrder(Instant now) {
    latest.add(new Late(now, AT_FIRST));
  }

  void add(Instant at, T what, Instant now) {
    noteLate(at, now);
    waiting.add(new Timed<>(at, number++, what));
  }

  /** Notes an item that came late, as more may. */
  void noteLate(Instant at, Instant now) {
    Duration by = Duration.between(at, now).plus(MARGIN);
    while (!latest.isEmpty() && latest.getLast().by.compareTo(by) <= 0) {
      latest.removeLast();
    }
    latest.add(new Late(now, by.compareTo(LONGEST) < 0 ? by : LONGEST));
  }

  /** Removes and returns the items before which no earlier ones are expected, in order. */
  List<Timed<T>> due(Instant now) {
    while (latest.size() > 1 && latest.getFirst().came.plus(MEMORY).isBefore(now)) {
      latest.removeFirst();
    }
    Instant until = now.minus(latest.getFirst().by);
    List<Timed<T>> due = new ArrayList<>();
    for (Timed<T> next = waiting.peek(); next != null && !next.at.isAfter(until); ) {
      due.add(waiting.remove());
      next = waiting.peek();
    }
    return due;
  }

  /** Removes and returns all items that are held back, in order. */
  List<Timed<T>> rest() {
    List<Timed<T>> rest = new ArrayList<>();
    while (!waiting.isEmpty()) {
      rest.add(waiting.remove());
    }
    return rest;
  }
}
