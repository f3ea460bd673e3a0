package io.vedette.event.operation;

import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event of a camera's change of state. Immutable.
 *
 * @param session epoch of the ownership it happened in; 0 when there is none
 * @param number the number of the change in its session, from 0
 * @param node which node reads the camera
 * @param problem why, where it went wrong
 * @param formerNode which node read it before, when it has moved
 * @param quality how good the connection was lately; null when not known
 * @param attempt of the node's process, with the outcome of earlier ones; null when not known
 */
public record CameraStateEvent(
    String camera,
    CameraState state,
    long session,
    long number,
    String node,
    Instant at,
    @Nullable Problem problem,
    @Nullable String formerNode,
    @Nullable Quality quality,
    @Nullable Attempt attempt)
    implements OperationEvent {
  /** The type's name in records. */
  public static final String TYPE = "camera.state";

  /**
   * The reason of a failure.
   *
   * @param reason one of {@code unreachable, forbidden, untrusted, excessive, unauthorized,
   *     not-found, unsupported-codec, stalled, ended, corrupt, settings, quarantined}
   * @param message one line for people, without credentials
   */
  public record Problem(String reason, String message) {}

  /** The same with what is known of the connection. */
  public CameraStateEvent with(@Nullable Quality known) {
    return new CameraStateEvent(
        camera, state, session, number, node, at, problem, formerNode, known, attempt);
  }

  /** The same as part of an attempt. */
  public CameraStateEvent with(@Nullable Attempt known) {
    return new CameraStateEvent(
        camera, state, session, number, node, at, problem, formerNode, quality, known);
  }

  /** {@code gate/17/state/3}. */
  @Override
  public String id() {
    return camera + "/" + session + "/state/" + number;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public byte[] json() {
    return RecordJson.object(
        json -> {
          json.put("id", id())
              .put("type", TYPE)
              .put("camera", camera)
              .put("state", state.wireName())
              .put("session", session)
              .put("number", number)
              .put("node", node)
              .put("at", RecordJson.time(at))
              .put("reason", problem == null ? null : problem.reason())
              .put("message", problem == null ? null : problem.message())
              .put("former_node", formerNode);
          if (quality != null) {
            json.set("quality", quality.json());
          }
          if (attempt != null) {
            json.set("attempt", attempt.json());
          }
        });
  }

  /**
   * Reads what {@link #json} wrote, of this or a later version.
   *
   * @throws IllegalArgumentException when it is no such event
   */
  public static CameraStateEvent read(byte[] bytes) {
    return read(CheckedJson.parse(bytes, "a camera's state"));
  }

  static CameraStateEvent read(CheckedJson root) {
    String reason = root.maybeName("reason");
    String message = root.maybeText("message");
    String former = root.maybeName("former_node");
    return new CameraStateEvent(
        root.name("camera"),
        CameraState.parse(root.name("state")),
        root.number("session", Bounds.SESSION, 0),
        root.number("number", Bounds.COUNT, 0),
        root.maybeName("node"),
        root.time("at"),
        reason.isEmpty() ? null : new Problem(reason, message == null ? "" : message),
        former.isEmpty() ? null : former,
        Quality.read(root.maybeObject("quality")),
        Attempt.read(root.raw("attempt")));
  }
}
