package io.vedette.detect.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The frames that wait to be inferred: those of a higher priority first, then in order of arrival,
 * shared fairly among cameras. While there are more than can be inferred, the newest frame of each
 * camera is next, cameras take turns, and older frames are dropped. Confined to the polling thread.
 */
final class Queue {
  /** The time for which frames must be left over before there are too many. */
  private static final long TOO_LONG_NANOS = 500_000_000L;

  /** The time without any frame left or passed over after which there are no longer too many. */
  private static final long CALM_NANOS = 1_000_000_000L;

  /** The most cameras of which the last turn is remembered. */
  private static final int MOST_TURNS = 100_000;

  private final int perCamera;
  private final Predicate<Job> mayPass;
  private final LongSupplier nanos;
  private final NavigableMap<Integer, Set<Job>> waiting = new TreeMap<>(Comparator.reverseOrder());
  private final Map<String, Long> turns = new HashMap<>();
  private final List<Job> passed = new ArrayList<>();
  private int size;
  private long oldestNanos;
  private long turn;
  private boolean isBehind;
  private boolean isOverloaded;
  private long behindNanos;
  private long calmNanos;

  /**
   * @param perCamera frames of one camera in a batch, while those of others wait
   * @param mayPass whether a frame may be passed over when there are too many
   * @param nanos a clock as {@link System#nanoTime}
   */
  Queue(int perCamera, Predicate<Job> mayPass, LongSupplier nanos) {
    this.perCamera = perCamera;
    this.mayPass = mayPass;
    this.nanos = nanos;
  }

  void add(Job job) {
    if (size == 0) {
      oldestNanos = nanos.getAsLong();
    }
    waiting.computeIfAbsent(job.record().priority(), priority -> new LinkedHashSet<>()).add(job);
    size++;
  }

  int size() {
    return size;
  }

  /** The time when a batch was first wanted, by {@link System#nanoTime}. */
  long oldestNanos() {
    return oldestNanos;
  }

  /** Whether there are more frames than can be inferred. */
  boolean isOverloaded() {
    return isOverloaded;
  }

  /** Removes and returns the frames that meet a condition. */
  List<Job> remove(Predicate<Job> condition) {
    List<Job> removed = new ArrayList<>();
    fill(removed, Integer.MAX_VALUE, condition);
    return removed;
  }

  /** Removes and returns the next batch: first a fair share of each camera, then other frames. */
  List<Job> take(int most) {
    List<Job> batch = new ArrayList<>(most);
    int before = passed.size();
    if (isOverloaded) {
      takeNewest(batch, most);
    } else {
      Map<String, Integer> taken = new HashMap<>();
      fill(batch, most, job -> taken.merge(job.record().camera(), 1, Integer::sum) <= perCamera);
      fill(batch, most, job -> true);
    }
    oldestNanos = nanos.getAsLong();
    weigh(size > 0 || passed.size() > before);
    return batch;
  }

  /** The frames that were passed over since the last call, in order of arrival of each camera. */
  List<Job> takePassed() {
    List<Job> taken = List.copyOf(passed);
    passed.clear();
    return taken;
  }

  /** Decides whether there is overload, by what was left after a batch. */
  private void weigh(boolean isLeft) {
    if (isLeft && !isBehind) {
      behindNanos = oldestNanos;
    }
    isBehind = isLeft;
    calmNanos = isLeft ? oldestNanos : calmNanos;
    boolean isTooLong = isBehind && oldestNanos - behindNanos > TOO_LONG_NANOS;
    isOverloaded = isTooLong || (isOverloaded && oldestNanos - calmNanos < CALM_NANOS);
  }

  /**
   * Takes one frame of each camera, those first whose turn was longest ago; then frames that cannot
   * be passed over.
   */
  private void takeNewest(List<Job> batch, int most) {
    for (Set<Job> jobs : waiting.values()) {
      List<Job> next = new ArrayList<>(newest(jobs).values());
      next.sort(Comparator.comparing(job -> turns.getOrDefault(job.record().camera(), 0L)));
      for (Job job : next.subList(0, Math.min(next.size(), most - batch.size()))) {
        jobs.remove(job);
        size--;
        if (turns.size() >= MOST_TURNS) {
          turns.clear();
        }
        turns.put(job.record().camera(), ++turn);
        batch.add(job);
      }
    }
    fill(batch, most, job -> !mayPass.test(job));
  }

  /** The next frame of each camera; passes over older ones that may be passed over. */
  private Map<String, Job> newest(Set<Job> jobs) {
    Map<String, Job> newest = new LinkedHashMap<>();
    for (Job job : List.copyOf(jobs)) {
      Job older = newest.get(job.record().camera());
      if (older == null) {
        newest.put(job.record().camera(), job);
      } else if (mayPass.test(older)) {
        newest.put(job.record().camera(), job);
        jobs.remove(older);
        size--;
        passed.add(older);
      }
    }
    return newest;
  }

  private void fill(List<Job> taken, int most, Predicate<Job> condition) {
    for (Set<Job> jobs : waiting.values()) {
      for (Iterator<Job> next = jobs.iterator(); next.hasNext() && taken.size() < most; ) {
        Job job = next.next();
        if (condition.test(job)) {
          taken.add(job);
          next.remove();
          size--;
        }
      }
    }
    waiting.values().removeIf(Set::isEmpty);
  }
}
