package io.vedette.detect.schedule;

import io.vedette.frame.DropReason;
import io.vedette.runtime.Failure;
import io.vedette.transport.detection.DetectionBatch.NewSession;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import io.vedette.transport.group.LateNote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The schedule of one worker's frames, from their arrival to their commit: which are turned away,
 * which are begun with next, and up to which offsets all have an outcome. Talks to no Kafka, starts
 * no thread and reads no clock but the one it is given; confined to the polling thread.
 *
 * <p>What it asks to be noted in Kafka is noted before the frames concerned are admitted or begun
 * with; whoever uses it keeps to that order: {@link #claim}, {@link #claimed}, {@link #admit},
 * {@link #next}, {@link #toNote}, {@link #begun}, {@link #finished}, {@link #committed}.
 */
public final class FrameScheduler {
  private static final int MOST_PER_COMMIT = 500;
  private static final String HELD_BACK =
      "two worker processes have ended while this frame was under way; it is not tried again";

  /**
   * Bounds of a worker.
   *
   * @param maxAge of live frames that are still inferred
   * @param catchUp the same of those that came while no worker answered for their partition
   * @param perCamera frames of one camera in a batch, while those of others wait
   * @param batch most frames of a batch
   */
  public record Limits(Duration maxAge, Duration catchUp, int perCamera, int batch) {}

  private final Limits limits;
  private final Consumer<String> warnings;
  private final CommitProgress progress = new CommitProgress();
  private final CameraSessions sessions = new CameraSessions();
  private final Admission admission;
  private final Queue queue;
  private final Trials trials;
  private final List<FrameRecord> arrived = new ArrayList<>();

  /** The number of frames to be published one by one, since a record of one of them was refused. */
  private int singly;

  /**
   * @param worker a name unlike any other's that ever was
   * @param nanos a clock as {@link System#nanoTime}
   * @param warnings takes a line for each frame that is rejected here
   */
  public FrameScheduler(
      Limits limits, String worker, LongSupplier nanos, Consumer<String> warnings) {
    this.limits = limits;
    this.warnings = warnings;
    this.admission = new Admission(limits.maxAge(), limits.catchUp(), sessions);
    this.queue = new Queue(limits.perCamera(), admission::mayPassOver, nanos);
    this.trials = new Trials(worker, queue, limits.batch());
  }

  /**
   * Adds partitions that this worker has taken over; they are to be claimed before their frames are
   * admitted.
   */
  public void gained(Set<Partition> partitions) {
    trials.gained(partitions);
    admission.gained(partitions);
  }

  /** The same with partitions of which this worker alone reads frames that were kept. */
  public void gainedSpan(Set<Partition> partitions) {
    trials.gained(partitions);
    admission.gainedSpan(partitions);
  }

  /** Removes partitions that another worker has taken over, and forgets their frames. */
  public void lost(Set<Partition> partitions) {
    progress.lost(partitions);
    arrived.removeIf(record -> partitions.contains(record.partition()));
    queue.remove(job -> partitions.contains(job.record().partition()));
    trials.lost(partitions);
  }

  /** Notes a frame that the worker before this one has had. */
  public void recalled(FrameRecord record) {
    admission.recalled(record);
  }

  /** Takes over the sessions that earlier workers have kept, by camera. */
  public void restore(Map<String, Long> kept) {
    sessions.restore(kept);
  }

  /** Adds records, which wait until {@link #admit}. */
  public void arrived(List<FrameRecord> records) {
    arrived.addAll(records);
  }

  /** Whether records wait to be admitted. */
  public boolean hasArrived() {
    return !arrived.isEmpty();
  }

  /** The partitions to claim before records are admitted. */
  public Set<Partition> unclaimed() {
    return trials.unclaimed();
  }

  /**
   * Claims all {@link #unclaimed} partitions.
   *
   * @param begins where they begin, and what the worker before has noted there
   * @return the offsets with which {@link #notes} are to be committed now
   */
  public Map<Partition, Long> claim(Collection<FrameConsumer.Begin> begins) {
    return trials.claim(begins, arrived);
  }

  /** Confirms that the notes of {@link #claim} are committed. */
  public void claimed() {
    trials.claimed();
  }

  /**
   * Admits the records that have arrived, or turns them away.
   *
   * @return frames read before that are no longer in the topic; they are forgotten
   */
  public List<Job> admit(Instant now) {
    List<Job> expired = new ArrayList<>();
    for (FrameRecord record : arrived) {
      Job job = new Job(record);
      job.waited(now);
      List<Job> lost = progress.add(job);
      if (!lost.isEmpty()) {
        trials.attempts().forgetRecords(record.partition());
        expired.addAll(lost);
      }
      if (admission.admits(job, now) && !trials.add(job)) {
        warnings.accept("frame %s is rejected: %s".formatted(job.frame().id(), HELD_BACK));
        job.end(new Job.Rejected(HELD_BACK, "", false));
      }
    }
    arrived.clear();
    return expired;
  }

  /** Drops the frames that have waited for too long. */
  public void dropStale(Instant now) {
    trials
        .remove(job -> admission.isStale(job, now))
        .forEach(job -> job.end(new Job.Dropped(DropReason.STALE)));
  }

  /** Forgets the frames that only wait, which are left to another worker. */
  public void leaveWaiting() {
    trials.remove(job -> true);
  }

  /** The number of frames that wait to be tried together. */
  public int waiting() {
    return queue.size();
  }

  /** The number of frames that were admitted and are not committed. */
  public int open() {
    return progress.size();
  }

  /**
   * The time when a batch was first wanted, by the clock in ns; of no meaning while no frame waits.
   */
  public long oldestNanos() {
    return queue.oldestNanos();
  }

  /** Whether there are more frames than can be inferred. */
  public boolean isOverloaded() {
    return queue.isOverloaded();
  }

  /** Whether a frame waits to be tried alone. */
  public boolean hasSuspects() {
    return trials.hasSuspects();
  }

  /** Whether nothing can be begun with before what is under way has ended. */
  public boolean isHeldUp(boolean isIdle) {
    return trials.isHeldUp(isIdle);
  }

  /**
   * The frames to begin with now, the same until {@link #begun}; older ones of their cameras may
   * have been passed over for them.
   *
   * @param isIdle whether no frame is under way
   * @param room most frames, unless one is tried alone
   * @param isDue whether a batch is to be begun with that is not full
   */
  public List<Job> next(boolean isIdle, int room, boolean isDue) {
    List<Job> jobs = trials.next(isIdle, room, isDue);
    queue.takePassed().forEach(job -> job.end(new Job.Dropped(DropReason.OVERLOAD)));
    return jobs;
  }

  /** The offsets with which {@link #notes} are committed before the next frames are begun with. */
  public Map<Partition, Long> toNote() {
    return trials.toNote();
  }

  /** Confirms that the next frames are handed to native code. */
  public void begun() {
    trials.begun();
  }

  /** The notes to commit with offsets. */
  public Map<Partition, String> notes(Map<Partition, Long> next) {
    Duration late = queue.isOverloaded() ? limits.maxAge() : Duration.ZERO;
    return LateNote.added(trials.attempts().notes(next), late);
  }

  /** Confirms that the present offsets are committed again, with the notes of {@link #notes}. */
  public void noted(Map<Partition, Long> present) {
    trials.attempts().noted(present);
  }

  /** The frames that can be committed now, in order; they stay until {@link #committed}. */
  public List<Job> finished() {
    return progress.finished(singly > 0 ? 1 : MOST_PER_COMMIT);
  }

  /** The offsets that commit frames of {@link #finished}. */
  public static Map<Partition, Long> next(List<Job> finished) {
    return CommitProgress.next(finished);
  }

  /** The sessions to keep for the next worker once finished frames are committed. */
  public List<NewSession> begunSessions(List<Job> finished) {
    return sessions.begun(finished);
  }

  /**
   * Confirms that finished frames are committed, with the notes of {@link #notes}.
   *
   * @param next the first offsets that are not done
   * @param kept the sessions that are kept with them
   * @return the frames that are done, which are forgotten
   */
  public List<Job> committed(Map<Partition, Long> next, List<NewSession> kept) {
    singly = Math.max(0, singly - 1);
    sessions.kept(kept);
    trials.attempts().noted(next);
    return progress.committed(next);
  }

  /**
   * Takes in the offsets that Kafka reports after a commit whose outcome was unknown.
   *
   * @return the frames that are done, which are forgotten
   */
  public List<Job> recovered(Map<Partition, Long> next) {
    trials.attempts().committed(next);
    return progress.committed(next);
  }

  /**
   * Handles a refused record of finished frames: several frames are then finished one by one; a
   * single one is rejected, and dropped when not even that can be published.
   *
   * @throws Failure of action RETRY when not even the record of its drop is accepted
   */
  public void refused(List<Job> finished, Failure reason) {
    Job first = finished.get(0);
    if (finished.size() > 1) {
      singly = finished.size();
    } else if (first.outcome() instanceof Job.Rejected rejected && rejected.isRefused()) {
      first.endOtherwise(new Job.Dropped(DropReason.REJECTED));
    } else if (first.outcome() instanceof Job.Dropped) {
      throw Failure.retry(String.valueOf(reason.getMessage()), reason);
    } else {
      warnings.accept(
          "a frame of %s is rejected: %s".formatted(first.record().camera(), reason.getMessage()));
      first.endOtherwise(
          first.outcome() instanceof Job.Rejected before
              ? before.refused()
              : Job.Rejected.by(reason));
    }
  }

  /** The partitions with frames that are not committed. */
  public Set<Partition> partitions() {
    return progress.partitions();
  }

  /** The partitions that are claimed. */
  public Set<Partition> claimedPartitions() {
    return trials.attempts().partitions();
  }

  /**
   * The offsets with which {@link #releases} are committed when partitions are given up in order.
   */
  public Map<Partition, Long> released(Collection<Partition> partitions) {
    return trials.released(partitions, progress.underWay());
  }

  /** The notes of partitions that are given up in order. */
  public Map<Partition, String> releases(Map<Partition, Long> released) {
    return trials.releases(released);
  }
}
