package io.vedette.clip;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.metric.Metric;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The meters of clips, which outlive a keeper that is restarted. Thread-safe. */
public final class ClipMeters {
  private final LongAdder frames = new LongAdder();
  private final LongAdder gone = new LongAdder();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger stopped = new AtomicInteger();

  public ClipMeters(MeterRegistry registry) {
    Metric.CLIP_FRAMES.in(registry).counter(frames, LongAdder::sum);
    Metric.CLIP_GONE.in(registry).counter(gone, LongAdder::sum);
    Metric.CLIP_BYTES.in(registry).gauge(bytes, AtomicLong::get);
    Metric.CLIP_STOPPED.in(registry).gauge(stopped, AtomicInteger::get);
  }

  void kept() {
    frames.increment();
  }

  void gone() {
    gone.increment();
  }

  void bytes(long now) {
    bytes.set(now);
  }

  void stopped(boolean isStopped) {
    stopped.set(isStopped ? 1 : 0);
  }
}
