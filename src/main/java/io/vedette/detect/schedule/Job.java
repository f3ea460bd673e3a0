package io.vedette.detect.schedule;

import io.vedette.frame.DetectedObject;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.frame.TraceContext;
import io.vedette.geometry.RelativeBox;
import io.vedette.transport.frame.FrameRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The work on one frame in a worker. Handed from thread to thread, never shared by two at once. */
public final class Job {
  /**
   * The state of a frame: {@code WAITING → UNDER_WAY → ENDED}, or {@code WAITING → ENDED} for one
   * that is turned away.
   */
  public enum State {
    /** It was read and not begun with. */
    WAITING,
    /** It was handed to native code. */
    UNDER_WAY,
    /** Its outcome is known. */
    ENDED
  }

  /** The outcome of a frame. */
  public sealed interface Outcome permits Detected, Rejected, Dropped {}

  /** The outcome of a frame that was inferred. */
  public record Detected(List<DetectedObject> objects) implements Outcome {}

  /**
   * The outcome of a frame that broke decoding or inference, or whose detections cannot be written.
   *
   * @param isRefused whether its rejection was refused, too, and is tried for the last time
   */
  public record Rejected(String reason, String stack, boolean isRefused) implements Outcome {
    public static Rejected by(Throwable cause) {
      StringWriter stack = new StringWriter();
      cause.printStackTrace(new PrintWriter(stack));
      String line = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
      return new Rejected(line, stack.toString(), false);
    }

    Rejected refused() {
      return new Rejected(reason, stack, true);
    }
  }

  /** The outcome of a frame that was not inferred. */
  public record Dropped(DropReason reason) implements Outcome {}

  private static final long NANOS_PER_MICRO = 1000;
  private static final long MICROS_PER_MILLI = 1000;

  private final FrameRecord record;
  private StageTimes times;
  private long markNanos = System.nanoTime();
  private List<Piece> pieces = List.of(new Piece(this, null));
  private volatile @Nullable Outcome outcome;
  private boolean isBegun;
  private @Nullable TraceContext trace;
  private @Nullable BatchRun run;

  public Job(FrameRecord record) {
    this.record = record;
    Frame frame = record.frame();
    this.times = frame == null ? StageTimes.NONE : frame.times();
  }

  public FrameRecord record() {
    return record;
  }

  /** The frame; only called for records that hold one. */
  public Frame frame() {
    Frame frame = record.frame();
    if (frame == null) {
      throw new IllegalStateException("record without a frame was not turned away");
    }
    return frame;
  }

  /** Adds the time since the last mark to a stage. */
  public void mark(Stage stage) {
    long now = System.nanoTime();
    times = times.with(stage, (now - markNanos) / NANOS_PER_MICRO);
    markNanos = now;
  }

  /** Adds the time since the frame came into Kafka to the broker's stage. */
  void waited(Instant now) {
    long millis = now.toEpochMilli() - record.appendedAtMillis();
    times = times.with(Stage.BROKER, millis * MICROS_PER_MILLI);
  }

  /** The end of the last stage, by {@link System#nanoTime}. */
  public long markNanos() {
    return markNanos;
  }

  /** Sets the span of the work on the frame, once it is known that it is traced. */
  public void trace(TraceContext found) {
    trace = found;
  }

  public @Nullable TraceContext trace() {
    return trace;
  }

  /** Sets the batch that the frame is inferred in. */
  public void join(BatchRun batch) {
    run = batch;
  }

  /** The batch that the frame was inferred in; null before. */
  public @Nullable BatchRun run() {
    return run;
  }

  public StageTimes times() {
    return times;
  }

  /** Adds regions of the picture that are inferred besides the whole. */
  public void lookCloser(List<RelativeBox> regions) {
    List<Piece> all = new ArrayList<>(List.of(new Piece(this, null)));
    regions.forEach(region -> all.add(new Piece(this, region)));
    pieces = List.copyOf(all);
  }

  /** The pictures of the frame that are inferred, the whole first. */
  public List<Piece> pieces() {
    return pieces;
  }

  /** The regions that are inferred besides the whole. */
  public List<RelativeBox> regions() {
    List<RelativeBox> regions = new ArrayList<>();
    for (Piece piece : pieces) {
      RelativeBox region = piece.region();
      if (region != null) {
        regions.add(region);
      }
    }
    return regions;
  }

  /** Whether all pictures of the frame were inferred. */
  public boolean isLookedAt() {
    return pieces.stream().allMatch(piece -> piece.found() != null);
  }

  /** The frame's state; called by the polling thread. */
  State state() {
    if (outcome != null) {
      return State.ENDED;
    }
    return isBegun ? State.UNDER_WAY : State.WAITING;
  }

  /** Notes that the frame is handed to native code; called by the polling thread. */
  void begin() {
    if (state() != State.WAITING) {
      throw new IllegalStateException("frame %s is begun with twice".formatted(frame().id()));
    }
    isBegun = true;
  }

  /** Ends the job with an outcome; the first one counts. */
  public void end(Outcome reached) {
    if (outcome == null) {
      outcome = reached;
    }
  }

  /** Gives an ended job another outcome, since the first cannot be published. */
  void endOtherwise(Outcome reached) {
    if (state() != State.ENDED) {
      throw new IllegalStateException("frame %s has not ended".formatted(frame().id()));
    }
    outcome = reached;
  }

  /** The outcome; null until the job has ended. */
  public @Nullable Outcome outcome() {
    return outcome;
  }
}
