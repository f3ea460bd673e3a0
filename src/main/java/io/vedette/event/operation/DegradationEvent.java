package io.vedette.event.operation;

import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.time.Duration;
import java.time.Instant;

/**
 * The event of a camera that takes fewer or smaller frames from now on, or more again, because of
 * the workers' lag. Immutable.
 *
 * @param session the epoch of the ownership in which it happened
 * @param number the number of the step on this node, from 1
 * @param node the node that reads the camera
 * @param step the present step of the ladder; 0 is normal
 * @param lag the workers' lag
 * @param measure the share of frames that is taken now
 */
public record DegradationEvent(
    String camera,
    long session,
    long number,
    String node,
    int step,
    Duration lag,
    Measure measure,
    Instant at)
    implements OperationEvent {
  /** The type's word. */
  public static final String TYPE = "camera.degraded";

  /**
   * The share of frames that is taken.
   *
   * @param rate the frames' rate, 0–1 of that in the settings
   * @param scale the factor of their width and height, 0–1
   * @param isPaused whether none are taken
   */
  public record Measure(double rate, double scale, boolean isPaused) {}

  /** {@code gate/17/host-1/degraded/3}. */
  @Override
  public String id() {
    return "%s/%d/%s/degraded/%d".formatted(camera, session, node, number);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public byte[] json() {
    return RecordJson.object(
        json ->
            json.put("id", id())
                .put("type", TYPE)
                .put("camera", camera)
                .put("session", session)
                .put("node", node)
                .put("step", step)
                .put("rate", measure.rate())
                .put("scale", measure.scale())
                .put("paused", measure.isPaused())
                .put("lag_ms", lag.toMillis())
                .put("at", RecordJson.time(at)));
  }

  static DegradationEvent read(CheckedJson root) {
    return new DegradationEvent(
        root.name("camera"),
        root.number("session", Bounds.SESSION, 0),
        number(root.joined("id")),
        root.maybeName("node"),
        (int) root.number("step", Bounds.SMALL_COUNT, 0),
        Duration.ofMillis(root.number("lag_ms", Bounds.DURATION, 0)),
        new Measure(root.part("rate", 0), root.part("scale", 0), root.flag("paused")),
        root.time("at"));
  }

  /** The number at the end of an id. */
  private static long number(String id) {
    String last = id.substring(id.lastIndexOf('/') + 1);
    if (!last.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException("id: expected a number at its end, found " + last);
    }
    return Long.parseLong(last);
  }
}
