package io.vedette.detect.schedule;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The decision whether a frame is inferred at all. Refused are frames of a former owner, repeated
 * ones, live frames that have grown too old, and, under overload, less important ones. Confined to
 * the polling thread.
 */
final class Admission {
  private static final Duration MEMORY = Duration.ofSeconds(10);

  private final Duration maxAge;
  private final Duration catchUp;
  private final Map<Partition, Long> takenMillis = new HashMap<>();
  private final CameraSessions sessions;
  private final DuplicateFilter repeats = new DuplicateFilter();
  private final ClockSkew skews = new ClockSkew();
  private int highest = Integer.MIN_VALUE;
  private Instant highestAt = Instant.MIN;

  /**
   * @param maxAge of live frames
   * @param catchUp of live frames that came while no worker answered for their partition: the death
   *     of a worker is no reason to leave out what waited for the next one
   */
  Admission(Duration maxAge, Duration catchUp, CameraSessions sessions) {
    this.maxAge = maxAge;
    this.catchUp = catchUp;
    this.sessions = sessions;
  }

  /**
   * Notes partitions that this worker has taken over; it answers for them once their first frames
   * come, which are held back while a dead worker's transaction is open.
   */
  void gained(Set<Partition> partitions) {
    takenMillis.keySet().removeAll(partitions);
  }

  /**
   * Notes partitions of which this worker reads a span: all of its frames came before the worker,
   * even if Kafka's clock is ahead of this machine's.
   */
  void gainedSpan(Set<Partition> partitions) {
    partitions.forEach(partition -> takenMillis.put(partition, Long.MAX_VALUE));
  }

  /** Notes a frame that the worker before this one has had. */
  void recalled(FrameRecord record) {
    Frame frame = record.frame();
    if (frame != null
        && sessions.isPresent(frame, Instant.ofEpochMilli(record.appendedAtMillis()))) {
      var unused = repeats.isRepeat(frame, record.appendedAtMillis());
    }
  }

  /** Decides whether a job may wait to be inferred; ends it otherwise. */
  boolean admits(Job job, Instant now) {
    takenMillis.putIfAbsent(job.record().partition(), now.toEpochMilli());
    Frame frame = job.record().frame();
    if (frame == null) {
      job.end(Job.Rejected.by(Objects.requireNonNull(job.record().defect())));
      return false;
    }
    if (job.record().isLatest()) {
      skews.note(frame, now);
    }
    if (!sessions.isPresent(frame, now)
        || repeats.isRepeat(frame, job.record().appendedAtMillis())) {
      job.end(new Job.Dropped(DropReason.FENCED));
      return false;
    }
    if (givesWay(job, now)) {
      job.end(new Job.Dropped(DropReason.OVERLOAD));
      return false;
    }
    return true;
  }

  /** Whether a frame has grown too old; recordings never do. */
  boolean isStale(Job job, Instant now) {
    return isOlder(job.frame(), limit(job), now);
  }

  /**
   * Whether a frame may be passed over for a newer one of its camera: not one of a recording, nor
   * one that waited for a worker.
   */
  boolean mayPassOver(Job job) {
    return job.frame().clock() != CaptureClock.FILE && !isInherited(job.record());
  }

  /**
   * Whether a frame is left out for more important ones, as happens once frames come half as old as
   * they may be.
   */
  private boolean givesWay(Job job, Instant now) {
    int priority = job.record().priority();
    boolean isHighest = priority >= highest || now.minus(MEMORY).isAfter(highestAt);
    if (isHighest) {
      highest = priority;
      highestAt = now;
    }
    return !isHighest && isOlder(job.frame(), limit(job).dividedBy(2), now);
  }

  private Duration limit(Job job) {
    return isInherited(job.record()) && catchUp.compareTo(maxAge) > 0 ? catchUp : maxAge;
  }

  private boolean isInherited(FrameRecord record) {
    return record.appendedAtMillis() < takenMillis.getOrDefault(record.partition(), 0L);
  }

  private boolean isOlder(Frame frame, Duration limit, Instant now) {
    return frame.clock() != CaptureClock.FILE && skews.age(frame, now).compareTo(limit) > 0;
  }
}
