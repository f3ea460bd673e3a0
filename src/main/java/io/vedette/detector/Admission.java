package io.vedette.detector;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import java.time.Duration;
import java.time.Instant;

/**
 * Which frames are worth inferring: not those of an owner that another one has replaced, and not
 * live ones that have grown too old, or matter less than others while there are too many. Confined
 * to the polling thread.
 */
final class Admission {
  private static final Duration MEMORY = Duration.ofSeconds(10);

  private final Duration maxAge;
  private final Sessions sessions;
  private final Repeats repeats = new Repeats();
  private int highest = Integer.MIN_VALUE;
  private Instant highestAt = Instant.MIN;

  Admission(Duration maxAge, Sessions sessions) {
    this.maxAge = maxAge;
    this.sessions = sessions;
  }

  /** Turns a job away, which ends it, if it breaks a rule that stays broken. */
  boolean admits(Job job, Instant now) {
    Frame frame = job.record().frame();
    if (frame == null) {
      job.end(new Job.Rejected("not a frame: " + job.record().defect(), ""));
      return false;
    }
    if (!sessions.isPresent(frame.id()) || repeats.isRepeat(frame)) {
      job.end(new Job.Dropped(DropReason.FENCED));
      return false;
    }
    if (givesWay(job.record().priority(), frame, now)) {
      job.end(new Job.Dropped(DropReason.OVERLOAD));
      return false;
    }
    return true;
  }

  /** Whether a frame has grown too old; recordings never do. */
  boolean isStale(Job job, Instant now) {
    return isOlder(job.frame(), maxAge, now);
  }

  /** Once frames come half as old as may be, only those that matter most are still looked at. */
  private boolean givesWay(int priority, Frame frame, Instant now) {
    boolean isHighest = priority >= highest || now.minus(MEMORY).isAfter(highestAt);
    if (isHighest) {
      highest = priority;
      highestAt = now;
    }
    return !isHighest && isOlder(frame, maxAge.dividedBy(2), now);
  }

  private static boolean isOlder(Frame frame, Duration limit, Instant now) {
    return frame.clock() != CaptureClock.FILE
        && Duration.between(frame.capturedAt(), now).compareTo(limit) > 0;
  }
}
