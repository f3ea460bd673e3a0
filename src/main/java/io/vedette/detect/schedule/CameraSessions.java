package io.vedette.detect.schedule;

import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.transport.detection.DetectionBatch.NewSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The present session of each camera, and the part of it that is stored for the next worker.
 * Confined to the polling thread.
 *
 * <p>A frame of an older session is refused: its owner was replaced. Only when frames of one older
 * session go on for five seconds of capture time, all of them later than the newest session's last
 * frame, and the newest session shows nothing, does the older one count again: then no owner has
 * the newest session, and the record that named it was wrong.
 */
final class CameraSessions {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final Map<String, Present> present = new HashMap<>();
  private final Map<String, Long> kept = new HashMap<>();

  /** The present session of one camera, and the older one whose frames still come. */
  private static final class Present {
    private long session;
    private @Nullable Instant lastAt;
    private long older;
    private @Nullable Instant olderSince;

    private Present(long session) {
      this.session = session;
    }

    /**
     * Notes a frame of the session; a capture time in the future counts as now, else an older
     * session could never prove anything against it.
     */
    private void show(Frame frame, Instant now) {
      session = frame.id().session();
      lastAt = frame.capturedAt().isBefore(now) ? frame.capturedAt() : now;
      olderSince = null;
    }

    /** Whether a frame of an older session proves that nobody has the present one. */
    private boolean isRefuted(Frame frame) {
      if (olderSince == null || older != frame.id().session()) {
        older = frame.id().session();
        olderSince = frame.capturedAt();
      }
      Instant limit = frame.capturedAt().minus(SILENCE);
      return olderSince.isBefore(limit) && (lastAt == null || lastAt.isBefore(limit));
    }
  }

  /** Takes over the sessions that earlier workers have kept, by camera. */
  void restore(Map<String, Long> sessions) {
    sessions.forEach(
        (camera, session) -> {
          Present known = present.computeIfAbsent(camera, id -> new Present(session));
          if (session > known.session) {
            present.put(camera, new Present(session));
          }
          kept.put(camera, session);
        });
  }

  /**
   * Notes a frame; false when a later session of its camera has begun.
   *
   * @param now when it was read, or came into Kafka
   */
  boolean isPresent(Frame frame, Instant now) {
    FrameId id = frame.id();
    Present known = present.computeIfAbsent(id.camera(), camera -> new Present(id.session()));
    if (id.session() < known.session && !known.isRefuted(frame)) {
      return false;
    }
    known.show(frame, now);
    return true;
  }

  /**
   * The sessions to be kept once these jobs are committed; the jobs have ended, and are in the
   * order of their partitions.
   */
  List<NewSession> begun(List<Job> finished) {
    Map<String, Long> newest = new HashMap<>();
    for (Job job : finished) {
      if (job.record().frame() != null) {
        FrameId frame = job.frame().id();
        long known = newest.getOrDefault(frame.camera(), keptOf(frame.camera()));
        if (frame.session() > known || !isFenced(job)) {
          newest.put(frame.camera(), frame.session());
        }
      }
    }
    List<NewSession> begun = new ArrayList<>();
    newest.forEach(
        (camera, session) -> {
          if (session != keptOf(camera)) {
            begun.add(new NewSession(camera, session));
          }
        });
    return begun;
  }

  private long keptOf(String camera) {
    return kept.getOrDefault(camera, Long.MIN_VALUE);
  }

  private static boolean isFenced(Job job) {
    return job.outcome() instanceof Job.Dropped dropped && dropped.reason() == DropReason.FENCED;
  }

  /** Notes that sessions are kept. */
  void kept(List<NewSession> begun) {
    begun.forEach(session -> kept.put(session.camera(), session.session()));
  }
}
