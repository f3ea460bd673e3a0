package io.vedette.detect;

import io.vedette.frame.FrameId;
import io.vedette.transport.detection.DetectionBatch.NewSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest session seen of each camera, and what of that is kept for whoever takes over. Confined
 * to the polling thread.
 */
final class Sessions {
  private final Map<String, Long> seen = new HashMap<>();
  private final Map<String, Long> kept = new HashMap<>();

  /** Adds what was kept. */
  void restore(Map<String, Long> sessions) {
    sessions.forEach(
        (camera, session) -> {
          seen.merge(camera, session, Math::max);
          kept.merge(camera, session, Math::max);
        });
  }

  /** Notes a frame; false when a later session of its camera has begun. */
  boolean isPresent(FrameId frame) {
    return seen.merge(frame.camera(), frame.session(), Math::max) == frame.session();
  }

  /** What of jobs that have ended is to be kept. */
  List<NewSession> begun(List<Job> finished) {
    Map<String, Long> newest = new HashMap<>();
    for (Job job : finished) {
      if (job.record().frame() != null) {
        FrameId frame = job.frame().id();
        newest.merge(frame.camera(), frame.session(), Math::max);
      }
    }
    List<NewSession> begun = new ArrayList<>();
    newest.forEach(
        (camera, session) -> {
          if (session > kept.getOrDefault(camera, Long.MIN_VALUE)) {
            begun.add(new NewSession(camera, session));
          }
        });
    return begun;
  }

  /** These are kept now. */
  void kept(List<NewSession> begun) {
    begun.forEach(session -> kept.merge(session.camera(), session.session(), Math::max));
  }
}
