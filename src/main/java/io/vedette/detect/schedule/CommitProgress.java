package io.vedette.detect.schedule;

import io.vedette.transport.frame.FrameRecord.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The frames that this worker has read and not yet committed, in order per partition. Results are
 * returned only up to the first unfinished frame, so that committing them with the offset after the
 * last one leaves out none and repeats none. Confined to the polling thread.
 */
final class CommitProgress {
  private final Map<Partition, Deque<Job>> open = new HashMap<>();

  /**
   * Adds a frame; returns and forgets the frames of its partition that are lost, since the topic
   * was deleted and created again.
   */
  List<Job> add(Job job) {
    Deque<Job> jobs =
        open.computeIfAbsent(job.record().partition(), partition -> new ArrayDeque<>());
    Job last = jobs.peekLast();
    boolean isRecreated = last != null && last.record().offset() >= job.record().offset();
    List<Job> expired = isRecreated ? List.copyOf(jobs) : List.of();
    if (isRecreated) {
      jobs.clear();
    }
    jobs.addLast(job);
    return expired;
  }

  /** The frames that can be committed now, in order; they stay until {@link #committed}. */
  List<Job> finished(int most) {
    List<Job> finished = new ArrayList<>();
    for (Deque<Job> jobs : open.values()) {
      for (Job job : jobs) {
        if (job.outcome() == null || finished.size() == most) {
          break;
        }
        finished.add(job);
      }
    }
    return finished;
  }

  /** The offsets that commit frames of {@link #finished}. */
  static Map<Partition, Long> next(List<Job> finished) {
    Map<Partition, Long> next = new HashMap<>();
    finished.forEach(
        job -> next.merge(job.record().partition(), job.record().offset() + 1, Math::max));
    return next;
  }

  /** Forgets and returns all frames before the offsets. */
  List<Job> committed(Map<Partition, Long> next) {
    List<Job> committed = new ArrayList<>();
    next.forEach(
        (partition, offset) -> {
          Deque<Job> jobs = open.getOrDefault(partition, new ArrayDeque<>());
          while (!jobs.isEmpty() && jobs.peekFirst().record().offset() < offset) {
            committed.add(jobs.removeFirst());
          }
        });
    return committed;
  }

  /** Forgets partitions that another worker has taken over. */
  void lost(Set<Partition> partitions) {
    open.keySet().removeAll(partitions);
  }

  /** The partitions of frames that native code may be working on. */
  Set<Partition> underWay() {
    Set<Partition> partitions = new HashSet<>();
    open.forEach(
        (partition, jobs) -> {
          if (jobs.stream().anyMatch(job -> job.state() == Job.State.UNDER_WAY)) {
            partitions.add(partition);
          }
        });
    return partitions;
  }

  /** Whether a frame is still to be committed by this worker. */
  boolean holds(Job job) {
    Deque<Job> jobs = open.get(job.record().partition());
    return jobs != null && jobs.contains(job);
  }

  Set<Partition> partitions() {
    return Set.copyOf(open.keySet());
  }

  int size() {
    return open.values().stream().mapToInt(Deque::size).sum();
  }
}
