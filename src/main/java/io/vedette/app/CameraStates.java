package io.vedette.app;

import io.vedette.camera.CameraFailure;
import io.vedette.camera.CameraListener.State;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each camera of this node is doing. Thread-safe. */
final class CameraStates {
  private final Map<String, String> states = new ConcurrentHashMap<>();

  CameraStates(Collection<String> cameras) {
    cameras.forEach(camera -> states.put(camera, "not started"));
  }

  void changed(String camera, State state, @Nullable CameraFailure failure) {
    states.put(camera, failure == null ? state.word() : failure.reason().word());
  }

  /** Which cameras give no pictures, and why; empty unless that is all of them. */
  Optional<String> missing() {
    String live = State.LIVE.word();
    boolean isAny = states.isEmpty() || states.containsValue(live);
    return isAny
        ? Optional.empty()
        : Optional.of(
            new TreeMap<>(states)
                .entrySet().stream()
                    .map(camera -> camera.getKey() + ": " + camera.getValue())
                    .collect(Collectors.joining(", ")));
  }
}
