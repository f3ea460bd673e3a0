package io.vedette.track;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vedette.event.Alert;
import io.vedette.metric.Metric;
import io.vedette.scene.CameraWatch.SceneOutput;
import java.util.concurrent.TimeUnit;

/** The meters of scenes: published events, and the age of pictures by then. Thread-safe. */
public final class TrackMeters {
  private final MeterRegistry registry;
  private final Timer latency;

  public TrackMeters(MeterRegistry registry) {
    this.registry = registry;
    this.latency = Metric.TRACK_LATENCY.in(registry).timer();
  }

  void published(SceneOutput output) {
    output.events().forEach(event -> count(event.type().cloudEventsType()));
    output.counts().forEach(count -> count(Outbox.COUNT_TYPE));
    output.alerts().forEach(alert -> count(Alert.TYPE));
  }

  void taken(long ageMillis) {
    latency.record(Math.max(0, ageMillis), TimeUnit.MILLISECONDS);
  }

  private void count(String type) {
    Metric.TRACK_PUBLISHED.in(registry).counter(type).increment();
  }
}
