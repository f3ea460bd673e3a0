package io.vedette.cli.screen;

import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filter for state changes of cameras: a camera that fails repeatedly is shown once a minute.
 * Confined to one thread.
 */
final class StateNews {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Set<CameraState> ON_THE_WAY =
      Set.of(CameraState.CLAIMED, CameraState.CONNECTING);
  private static final Set<CameraState> FAILING = Set.of(CameraState.FAILED, CameraState.STALLED);

  private final Map<String, CameraState> shown = new HashMap<>();
  private final Map<String, Instant> failures = new HashMap<>();

  boolean isNews(CameraStateEvent event) {
    CameraState state = event.state();
    if (ON_THE_WAY.contains(state)) {
      return false;
    }
    if (FAILING.contains(state)) {
      @Nullable Instant last = failures.get(event.camera());
      if (last != null && event.at().isBefore(last.plus(PAUSE))) {
        return false;
      }
      failures.put(event.camera(), event.at());
      shown.put(event.camera(), state);
      return true;
    }
    return shown.put(event.camera(), state) != state;
  }
}
