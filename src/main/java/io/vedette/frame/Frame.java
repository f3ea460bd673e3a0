package io.vedette.frame;

import io.vedette.geometry.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One encoded picture of one camera at one time. Immutable by agreement: nobody writes to {@code
 * jpeg} once the frame exists.
 *
 * @param id the frame's identity
 * @param capturedAt the capture time, to the microsecond
 * @param clock the clock of {@code capturedAt}
 * @param size the picture's size in pixels
 * @param jpeg a plain JPEG
 * @param times the durations of stages so far
 * @param motion the decision of the camera's motion gate; null without a gate
 * @param trace the root of its trace; null when it is not traced
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
   * The number of frames right before this one that were left out, since nothing moved in them;
   * bounded by the numbers before it, whatever its record says.
   */
  public long still() {
    return motion == null ? 0 : Math.min(motion.still(), id.sequence());
  }
}
