package io.vedette.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Frames that wait to be inferred: those of a higher priority first, then in order of arrival,
 * shared out fairly among cameras. Confined to the polling thread.
 */
final class Queue {
  private final int perCamera;
  private final NavigableMap<Integer, Set<Job>> waiting = new TreeMap<>(Comparator.reverseOrder());
  private int size;
  private long oldestNanos;

  /**
   * @param perCamera frames of one camera in a batch, while those of others wait
   */
  Queue(int perCamera) {
    this.perCamera = perCamera;
  }

  void add(Job job) {
    if (size == 0) {
      oldestNanos = System.nanoTime();
    }
    waiting.computeIfAbsent(job.record().priority(), priority -> new LinkedHashSet<>()).add(job);
    size++;
  }

  int size() {
    return size;
  }

  /** When a batch was first wanted, by {@link System#nanoTime}. */
  long oldestNanos() {
    return oldestNanos;
  }

  /** Takes out what meets a condition. */
  List<Job> remove(Predicate<Job> condition) {
    List<Job> removed = new ArrayList<>();
    fill(removed, Integer.MAX_VALUE, condition);
    return removed;
  }

  /** Takes out the next batch: first a fair share of each camera, then what else there is. */
  List<Job> take(int most) {
    List<Job> batch = new ArrayList<>(most);
    Map<String, Integer> taken = new HashMap<>();
    fill(batch, most, job -> taken.merge(job.record().camera(), 1, Integer::sum) <= perCamera);
    fill(batch, most, job -> true);
    oldestNanos = System.nanoTime();
    return batch;
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
