package io.vedette.event.operation;

import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.time.Instant;

/**
 * The event of dropped frames of one session, by number; each dropped frame is in exactly one
 * event. Immutable.
 *
 * @param first number of the first frame
 * @param last number of the last frame; all between are meant
 * @param reason the reason, as {@code stale}
 */
public record DropEvent(
    String camera, long session, long first, long last, String reason, Instant at)
    implements OperationEvent {
  /** The type's word. */
  public static final String TYPE = "frames.dropped";

  /** {@code gate/17/4211-4215/dropped}. */
  @Override
  public String id() {
    return "%s/%d/%d-%d/dropped".formatted(camera, session, first, last);
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
                .put("first", first)
                .put("last", last)
                .put("frames", last - first + 1)
                .put("reason", reason)
                .put("at", RecordJson.time(at)));
  }

  static DropEvent read(CheckedJson root) {
    long first = root.number("first", Bounds.COUNT);
    return new DropEvent(
        root.name("camera"),
        root.number("session", Bounds.SESSION, 0),
        first,
        Bounds.number("last", root.number("last", Bounds.COUNT), first, Bounds.COUNT),
        root.maybeName("reason"),
        root.time("at"));
  }
}
