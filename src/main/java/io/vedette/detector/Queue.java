package io.vedette.detector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Frames that wait to be inferred, in order of arrival, shared out fairly among cameras. Confined
 * to the polling thread.
 */
final class Queue {
  private final int perCamera;
  private final Set<Job> waiting = new LinkedHashSet<>();
  private long oldestNanos;

  /**
   * @param perCamera frames of one camera in a batch, while those of others wait
   */
  Queue(int perCamera) {
    this.perCamera = perCamera;
  }

  void add(Job job) {
    if (waiting.isEmpty()) {
      oldestNanos = System.nanoTime();
    }
    waiting.add(job);
  }

  int size() {
    return waiting.size();
  }

  /** When a batch was first wanted, by {@link System#nanoTime}. */
  long oldestNanos() {
    return oldestNanos;
  }

  /** Takes out what meets a condition. */
  List<Job> remove(Predicate<Job> condition) {
    List<Job> removed = new ArrayList<>();
    for (Iterator<Job> jobs = waiting.iterator(); jobs.hasNext(); ) {
      Job job = jobs.next();
      if (condition.test(job)) {
        removed.add(job);
        jobs.remove();
      }
    }
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

  private void fill(List<Job> batch, int most, Predicate<Job> isFair) {
    for (Iterator<Job> jobs = waiting.iterator(); jobs.hasNext() && batch.size() < most; ) {
      Job job = jobs.next();
      if (isFair.test(job)) {
        batch.add(job);
        jobs.remove();
      }
    }
  }
}
