package io.vedette.detect;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vedette.frame.Frame;
import io.vedette.frame.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All meters of the detect stage. Thread-safe. */
public final class DetectMeters {
  /** Pictures per batch. */
  static final String BATCH = "detect.batch.pictures";

  /** How long a stage took for a frame; by {@code stage}. */
  static final String STAGE = "detect.stage";

  /** From a picture's capture to its committed detection; by {@code camera}. */
  static final String LATENCY = "detect.latency";

  /** How long it took to publish and commit a batch of results. */
  static final String COMMIT = "detect.commit";

  /** Frames read and not yet committed. */
  static final String WAITING = "detect.waiting";

  /** Frames that wait in the broker for this worker. */
  static final String LAG = "detect.lag";

  private final MeterRegistry registry;
  private final DistributionSummary batch;
  private final Timer commit;
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
  private final AtomicInteger waiting;
  private final AtomicLong lag;

  public DetectMeters(MeterRegistry registry) {
    this.registry = registry;
    this.batch = registry.summary(BATCH);
    this.commit = registry.timer(COMMIT);
    this.waiting = registry.gauge(WAITING, new AtomicInteger());
    this.lag = registry.gauge(LAG, new AtomicLong());
    for (Stage stage : Stage.values()) {
      stages.put(stage, registry.timer(STAGE, "stage", stage.wireName()));
    }
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

  /** A frame was looked at, and that is committed. */
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
    return Timer.builder(LATENCY)
        .tag("camera", camera)
        .serviceLevelObjectives(
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5))
        .register(registry);
  }
}
