package io.vedette.event.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Frames of one session that were not looked at, by number, each told exactly once. Immutable.
 *
 * @param first number of the first of them
 * @param last number of the last of them; all between are meant
 * @param reason why, as {@code stale}
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
    return OperationJson.object(
        json ->
            json.put("id", id())
                .put("type", TYPE)
                .put("camera", camera)
                .put("session", session)
                .put("first", first)
                .put("last", last)
                .put("frames", last - first + 1)
                .put("reason", reason)
                .put("at", OperationJson.time(at)));
  }

  static DropEvent read(JsonNode root) {
    return new DropEvent(
        root.required("camera").asText(),
        root.path("session").asLong(),
        root.required("first").asLong(),
        root.required("last").asLong(),
        root.path("reason").asText(),
        Instant.parse(root.required("at").asText()));
  }
}
