package io.vedette.clip.export;

import io.vedette.event.clip.ClipSpan;
import org.jspecify.annotations.Nullable;

/**
 * The state of the making of a video. Immutable.
 *
 * @param boxes whether boxes are drawn
 * @param done number of pictures in the video so far
 * @param total number of pictures of the clip; 0 until it is begun
 * @param problem the reason of a failure, in one line; else null
 */
public record VideoJob(
    String id,
    ClipSpan span,
    boolean boxes,
    State state,
    int done,
    int total,
    @Nullable String problem) {
  /** The stages of a job. */
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
