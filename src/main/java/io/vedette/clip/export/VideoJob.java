package io.vedette.clip.export;

import io.vedette.event.clip.ClipSpan;
import org.jspecify.annotations.Nullable;

/**
 * How the making of a video is. Immutable.
 *
 * @param boxes whether what was found is drawn in
 * @param done pictures that are in the video
 * @param total pictures of the clip; 0 until it is begun
 * @param problem why it failed, in one line; else null
 */
public record VideoJob(
    String id,
    ClipSpan span,
    boolean boxes,
    State state,
    int done,
    int total,
    @Nullable String problem) {
  /** Where a job is. */
  public enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED
  }

  static VideoJob waiting(String id, ClipSpan span, boolean boxes) {
    return new VideoJob(id, span, boxes, State.WAITING, 0, 0, null);
  }

  VideoJob running(int have, int all) {
    return new VideoJob(id, span, boxes, State.RUNNING, have, all, null);
  }

  VideoJob done(int have) {
    return new VideoJob(id, span, boxes, State.DONE, have, have, null);
  }

  VideoJob failed(String why) {
    return new VideoJob(id, span, boxes, State.FAILED, done, total, why);
  }

  boolean isOver() {
    return state == State.DONE || state == State.FAILED;
  }
}
