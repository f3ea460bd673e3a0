package io.vedette.frame;

import io.vedette.geometry.Size;
import java.time.Instant;

/**
 * One encoded picture of one camera at one time. Immutable by agreement: nobody writes to {@code
 * jpeg} once the frame exists.
 *
 * @param id which frame
 * @param capturedAt when the picture was taken, to the microsecond
 * @param clock whose clock {@code capturedAt} is by
 * @param size of the picture in pixels
 * @param jpeg a plain JPEG
 * @param times what each stage took so far
 */
@SuppressWarnings("ArrayRecordComponent") // the picture's bytes are shared, not compared
public record Frame(
    FrameId id, Instant capturedAt, CaptureClock clock, Size size, byte[] jpeg, StageTimes times) {

  /** The same frame with one more stage's duration. */
  public Frame with(Stage stage, long durationMicros) {
    return new Frame(id, capturedAt, clock, size, jpeg, times.with(stage, durationMicros));
  }
}
