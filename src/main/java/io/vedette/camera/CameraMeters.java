package io.vedette.camera;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All meters of the camera stage. Thread-safe. */
public final class CameraMeters implements CameraListener {
  /** 1 while a camera gives pictures, else 0; by {@code camera}. */
  static final String LIVE = "camera.live";

  /** How often a camera went live; by {@code camera}. */
  static final String SESSIONS = "camera.sessions";

  /** How often a camera failed; by {@code camera} and {@code reason}. */
  static final String FAILURES = "camera.failures";

  private static final String CAMERA = "camera";

  private final MeterRegistry registry;
  private final Map<String, AtomicInteger> live = new ConcurrentHashMap<>();

  public CameraMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void changed(String camera, State state, @Nullable CameraFailure failure) {
    live.computeIfAbsent(camera, this::gauge).set(state == State.LIVE ? 1 : 0);
    if (state == State.LIVE) {
      registry.counter(SESSIONS, CAMERA, camera).increment();
    }
    if (failure != null) {
      registry.counter(FAILURES, CAMERA, camera, "reason", failure.reason().wireName()).increment();
    }
  }

  private AtomicInteger gauge(String camera) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(LIVE, value, AtomicInteger::get).tag(CAMERA, camera).register(registry);
    return value;
  }
}
