package io.vedette.node;

import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The readiness of a node by the states of its cameras. */
public final class CameraStates {
  private CameraStates() {}

  /**
   * The cameras without pictures, with reasons; empty unless all of this node's cameras are
   * without.
   */
  public static Optional<String> missing(Map<String, CameraStateEvent> states) {
    boolean isAny =
        states.isEmpty()
            || states.values().stream().anyMatch(state -> state.state() == CameraState.LIVE)
            || states.values().stream().allMatch(CameraStates::isHeldBack);
    return isAny
        ? Optional.empty()
        : Optional.of(
            states.values().stream().map(CameraStates::story).collect(Collectors.joining(", ")));
  }

  private static boolean isHeldBack(CameraStateEvent state) {
    return state.state() == CameraState.QUARANTINED;
  }

  private static String story(CameraStateEvent state) {
    CameraStateEvent.Problem problem = state.problem();
    return state.camera() + ": " + (problem == null ? state.state().wireName() : problem.reason());
  }
}
