package io.vedette.frame;

import io.vedette.geometry.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
 * @param motion what the camera's motion gate said of it; null without a gate
 * @param trace where its trace begins; null when it is not traced
 */
@SuppressWarnings("ArrayRecordComponent") // the picture's bytes are shared, not compared
public record Frame(
    FrameId id,
    Instant capturedAt,
    CaptureClock clock,
    Size size,
    byte[] jpeg,
    StageTimes times,
    @Nullable Motion motion,
    @Nullable TraceContext trace) {

  /** A frame that is not traced. */
  public Frame(
      FrameId id,
      Instant capturedAt,
      CaptureClock clock,
      Size size,
      byte[] jpeg,
      StageTimes times,
      @Nullable Motion motion) {
    this(id, capturedAt, clock, size, jpeg, times, motion, null);
  }

  /** A frame of a camera without a motion gate. */
  public Frame(
      FrameId id,
      Instant capturedAt,
      CaptureClock clock,
      Size size,
      byte[] jpeg,
      StageTimes times) {
    this(id, capturedAt, clock, size, jpeg, times, null);
  }

  /** The same frame with one more stage's duration. */
  public Frame with(Stage stage, long durationMicros) {
    return new Frame(
        id, capturedAt, clock, size, jpeg, times.with(stage, durationMicros), motion, trace);
  }

  /** The same frame with another picture of it. */
  public Frame with(Size otherSize, byte[] otherJpeg) {
    return new Frame(id, capturedAt, clock, otherSize, otherJpeg, times, motion, trace);
  }

  /** The same frame, traced. */
  public Frame with(TraceContext root) {
    return new Frame(id, capturedAt, clock, size, jpeg, times, motion, root);
  }

  /**
   * How many frames right before this one were left out, since nothing moved in them; at most as
   * many as there are numbers before it, whatever its record says.
   */
  public long still() {
    return motion == null ? 0 : Math.min(motion.still(), id.sequence());
  }
}
