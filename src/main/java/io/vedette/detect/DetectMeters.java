package io.vedette.detect;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vedette.detect.schedule.Job;
import io.vedette.frame.Frame;
import io.vedette.frame.Stage;
import io.vedette.metric.Metric;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of the detect stage. Thread-safe. */
public final class DetectMeters {
  private final MeterRegistry registry;
  private final DistributionSummary batch;
  private final Timer commit;
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong lag = new AtomicLong();

  public DetectMeters(MeterRegistry registry) {
    this.registry = registry;
    this.batch = Metric.DETECT_BATCH.in(registry).summary();
    this.commit = Metric.DETECT_COMMIT.in(registry).timer();
    Metric.DETECT_WAITING.in(registry).gauge(waiting, AtomicInteger::get);
    Metric.DETECT_LAG.in(registry).gauge(lag, AtomicLong::get);
    for (Stage stage : Stage.values()) {
      stages.put(stage, Metric.DETECT_STAGE.in(registry).timer(stage.wireName()));
    }
  }

  /** Shows the model and the device that frames are inferred with. */
  public void model(String name, String digest, String device) {
    Metric.DETECT_MODEL.in(registry).gauge(1, Integer::doubleValue, name, digest, device);
  }

  void submitted(int pictures) {
    batch.record(pictures);
  }

  void waiting(int frames, long behind) {
    waiting.set(frames);
    lag.set(behind);
  }

  void committed(Duration time) {
    commit.record(time);
  }

  /** Counts a frame whose detections are committed. */
  void inferred(Job job, Instant now) {
    stages.forEach(
        (stage, timer) ->
            job.times()
                .micros(stage)
                .ifPresent(micros -> timer.record(micros, TimeUnit.MICROSECONDS)));
    Frame frame = job.frame();
    long latency = ChronoUnit.MICROS.between(frame.capturedAt(), now);
    latencies
        .computeIfAbsent(frame.id().camera(), this::latency)
        .record(Math.max(0, latency), TimeUnit.MICROSECONDS);
  }

  private Timer latency(String camera) {
    return Metric.DETECT_LATENCY.in(registry).timer(camera);
  }
}
