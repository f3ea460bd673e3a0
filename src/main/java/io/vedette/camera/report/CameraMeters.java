package io.vedette.camera.report;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.metric.Metric;
import org.jspecify.annotations.Nullable;

/** The meters of cameras that go live and fail. Thread-safe. */
public final class CameraMeters implements CameraListener {
  private final MeterRegistry registry;

  public CameraMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A listener that counts, and then calls another listener. */
  public CameraListener then(CameraListener next) {
    return (camera, state, failure) -> {
      changed(camera, state, failure);
      next.changed(camera, state, failure);
    };
  }

  @Override
  public void changed(String camera, State state, @Nullable CameraFailure failure) {
    if (state == State.LIVE) {
      Metric.CAMERA_SESSIONS.in(registry).counter(camera).increment();
    }
    if (failure != null) {
      Metric.CAMERA_FAILURES.in(registry).counter(camera, failure.reason().wireName()).increment();
    }
  }
}
