package io.vedette.ingest;

import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.frame.Stage;
import io.vedette.frame.TraceContext;
import io.vedette.trace.Span;
import io.vedette.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the frames that are traced, and their spans until Kafka has them. Frames and
 * reports of drops pass through it. Thread-safe.
 */
public final class FrameTraces implements FrameSink, Ledger.DropListener {
  private static final String ROLE = "ingest";
  private static final String WHOLE = "frame";
  private static final int MOST_UNDER_WAY = 1000;

  private final Traces traces;
  private final InstantSource clock;
  private final FrameSink next;
  private final Ledger.DropListener drops;
  private final Map<FrameId, Instant> underWay =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FrameId, Instant> eldest) {
          return size() > MOST_UNDER_WAY;
        }
      };

  /**
   * @param next takes the frames
   * @param drops receives the drops
   */
  public FrameTraces(
      Traces traces, InstantSource clock, FrameSink next, Ledger.DropListener drops) {
    this.traces = traces;
    this.clock = clock;
    this.next = next;
    this.drops = drops;
  }

  @Override
  public void accept(Frame frame) {
    next.accept(traces.takes(frame.id()) ? begun(frame) : frame);
  }

  private Frame begun(Frame frame) {
    synchronized (underWay) {
      underWay.put(frame.id(), clock.instant());
    }
    return frame.with(TraceContext.of(frame.id(), frame.capturedAt()));
  }

  /** Sends the spans of a frame that Kafka has. */
  public void sent(Frame frame) {
    TraceContext root = frame.trace();
    Instant taken = taken(frame.id());
    if (root == null || taken == null) {
      return;
    }
    Instant now = clock.instant();
    Instant encoding = taken.minus(time(frame, Stage.ENCODE));
    Instant captured =
        frame.capturedAt().isBefore(encoding)
            ? frame.capturedAt()
            : encoding.minus(time(frame, Stage.DECODE));
    Span whole =
        Span.of(ROLE, WHOLE, root)
            .as(Span.Kind.PRODUCER)
            .from(captured, now)
            .with("vedette.camera", frame.id().camera())
            .with("vedette.frame", frame.id().toString())
            .with("vedette.bytes", frame.jpeg().length)
            .with("messaging.system", "kafka");
    traces.record(whole);
    traces.record(
        whole
            .step("capture")
            .from(captured, encoding)
            .with("vedette.clock", frame.clock().wireName())
            .with("vedette.decode_us", frame.times().micros(Stage.DECODE).orElse(0)));
    traces.record(whole.step("encode").from(encoding, taken));
    traces.record(whole.step("send").from(taken, now));
  }

  @Override
  public void dropped(FrameId first, long count, DropReason reason) {
    drops.dropped(first, count, reason);
    if (traces.isOn() && reason != DropReason.STILL) {
      recordDrop(first, reason);
    }
  }

  /** Sends the spans of a dropped frame that is sampled or rejected. */
  private void recordDrop(FrameId frame, DropReason reason) {
    Instant now = clock.instant();
    Instant taken = taken(frame);
    if (taken != null || (reason == DropReason.REJECTED && traces.takesOneMore(now))) {
      traces.record(
          Span.of(ROLE, WHOLE, TraceContext.root("dropped " + frame))
              .from(taken == null ? now : taken, now)
              .with("vedette.camera", frame.camera())
              .with("vedette.frame", frame.toString())
              .failed("dropped: " + reason.wireName()));
    }
  }

  private @Nullable Instant taken(FrameId frame) {
    synchronized (underWay) {
      return underWay.remove(frame);
    }
  }

  private static Duration time(Frame frame, Stage stage) {
    return Duration.of(frame.times().micros(stage).orElse(0), ChronoUnit.MICROS);
  }
}
