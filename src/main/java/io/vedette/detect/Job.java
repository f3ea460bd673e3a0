package io.vedette.detect;

import io.vedette.detection.DetectedBox;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Letterbox;
import io.vedette.transport.frame.FrameRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame on its way through a worker. Handed from thread to thread, never shared by two at once.
 */
final class Job {
  /** What became of a frame. */
  sealed interface Outcome permits Detected, Rejected, Dropped {}

  /** It was looked at. */
  record Detected(List<DetectedBox> objects) implements Outcome {}

  /**
   * It broke decoding or inference, or what was seen in it cannot be written.
   *
   * @param isRefused whether its rejection was refused, too, and is tried for the last time
   */
  record Rejected(String reason, String stack, boolean isRefused) implements Outcome {
    static Rejected by(Throwable cause) {
      StringWriter stack = new StringWriter();
      cause.printStackTrace(new PrintWriter(stack));
      String line = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
      return new Rejected(line, stack.toString(), false);
    }

    Rejected refused() {
      return new Rejected(reason, stack, true);
    }
  }

  /** It was not looked at. */
  record Dropped(DropReason reason) implements Outcome {}

  private static final long NANOS_PER_MICRO = 1000;

  private final FrameRecord record;
  private StageTimes times;
  private long markNanos = System.nanoTime();
  private @Nullable Letterbox letterbox;
  private volatile @Nullable Outcome outcome;
  private boolean isBegun;

  Job(FrameRecord record) {
    this.record = record;
    Frame frame = record.frame();
    this.times = frame == null ? StageTimes.NONE : frame.times();
  }

  FrameRecord record() {
    return record;
  }

  /** The frame; only asked of records that hold one. */
  Frame frame() {
    Frame frame = record.frame();
    if (frame == null) {
      throw new IllegalStateException("record without a frame was not turned away");
    }
    return frame;
  }

  /** Gives the time since the last mark to a stage. */
  void mark(Stage stage) {
    long now = System.nanoTime();
    times = times.with(stage, (now - markNanos) / NANOS_PER_MICRO);
    markNanos = now;
  }

  void time(Stage stage, long micros) {
    times = times.with(stage, micros);
  }

  StageTimes times() {
    return times;
  }

  void letterbox(Letterbox used) {
    letterbox = used;
  }

  /** How the picture lies in the tensor; null until it was prepared. */
  @Nullable Letterbox letterbox() {
    return letterbox;
  }

  /** It is handed to native code from now on; called by the polling thread. */
  void begin() {
    isBegun = true;
  }

  /** Whether native code may be at it; asked by the polling thread. */
  boolean isUnderWay() {
    return isBegun && outcome == null;
  }

  void end(Outcome reached) {
    outcome = reached;
  }

  /** What became of it; null while it is under way. */
  @Nullable Outcome outcome() {
    return outcome;
  }
}
