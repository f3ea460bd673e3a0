package io.vedette.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.frame.FrameId;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The traces of one process: the choice of frames that are traced, and the sending of their spans.
 * Never blocks, and does nothing where tracing is off. Thread-safe.
 */
public final class Traces implements Service {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long FIRST_MIX = 0xBF58476D1CE4E5B9L;
  private static final long SECOND_MIX = 0x94D049BB133111EBL;

  private final @Nullable SpanExport export;
  private final long limit;
  private final Duration late;
  private final int mostLate;
  private long second;
  private int taken;

  private Traces(@Nullable SpanExport export, long limit, Duration late, int mostLate) {
    this.export = export;
    this.limit = limit;
    this.late = late;
    this.mostLate = mostLate;
  }

  /** The traces of a process without tracing. */
  public static Traces off() {
    return new Traces(null, 0, Duration.ZERO, 0);
  }

  /**
   * The traces of a process with these settings.
   *
   * @param node the process's name among others
   */
  public static Traces of(
      TracingSettings settings, String node, MeterRegistry registry, Supervisor supervisor) {
    return settings.endpoint() == null
        ? off()
        : new Traces(
            new SpanExport(settings, node, registry, supervisor),
            Long.divideUnsigned(-1, settings.oneIn()),
            settings.late(),
            settings.mostLate());
  }

  @Override
  public void start() {
    if (export != null) {
      export.start();
    }
  }

  @Override
  public void close() {
    if (export != null) {
      export.close();
    }
  }

  public boolean isOn() {
    return export != null;
  }

  /** Whether a frame is traced from its source on; always the same for the same frame. */
  public boolean takes(FrameId frame) {
    return export != null
        && (frame.sequence() == 0 || Long.compareUnsigned(mixed(frame), limit) <= 0);
  }

  /** Whether a frame is traced for its age although it was not sampled. */
  public boolean takesLate(Instant capturedAt, Instant now) {
    return export != null && capturedAt.plus(late).isBefore(now) && takesOneMore(now);
  }

  /** Whether one more frame than those that are sampled may be traced in this second. */
  public synchronized boolean takesOneMore(Instant now) {
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      taken = 0;
    }
    return export != null && taken++ < mostLate;
  }

  /** Takes a span to be sent. */
  public void record(Span span) {
    SpanExport present = export;
    if (present != null) {
      present.add(span);
    }
  }

  /** A number that looks random and is the same for the same frame. */
  private static long mixed(FrameId frame) {
    long mixed =
        ((long) frame.camera().hashCode() << Integer.SIZE)
            ^ (frame.session() * GOLDEN)
            ^ frame.sequence();
    mixed = ((mixed + GOLDEN) ^ (mixed >>> 30)) * FIRST_MIX;
    mixed = (mixed ^ (mixed >>> 27)) * SECOND_MIX;
    return mixed ^ (mixed >>> 31);
  }
}
