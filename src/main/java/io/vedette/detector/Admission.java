package io.vedette.detector;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import java.time.Duration;
import java.time.Instant;

/**
 * Which frames are worth inferring: not those of an owner that another one has replaced, and not
 * live ones that have grown too old. Confined to the polling thread.
 */
final class Admission {
  private final Duration maxAge;
  private final Sessions sessions;
  private final Repeats repeats = new Repeats();

  Admission(Duration maxAge, Sessions sessions) {
    this.maxAge = maxAge;
    this.sessions = sessions;
  }

  /** Turns a job away, which ends it, if it breaks a rule that stays broken. */
  boolean admits(Job job) {
    Frame frame = job.record().frame();
    if (frame == null) {
      job.end(new Job.Rejected("not a frame: " + job.record().defect(), ""));
      return false;
    }
    if (!sessions.isPresent(frame.id()) || repeats.isRepeat(frame)) {
      job.end(new Job.Dropped(DropReason.FENCED));
      return false;
    }
    return true;
  }

  /** Whether a frame has grown too old; recordings never do. */
  boolean isStale(Job job, Instant now) {
    Frame frame = job.frame();
    return frame.clock() != CaptureClock.FILE
        && Duration.between(frame.capturedAt(), now).compareTo(maxAge) > 0;
  }
}
