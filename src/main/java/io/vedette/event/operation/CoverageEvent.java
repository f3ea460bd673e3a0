package io.vedette.event.operation;

import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of one camera's frames that a node processed in a period, so that "nobody looked" can
 * be distinguished from "nothing happened". Sums over all nodes' events are the camera's ledger.
 * Immutable.
 *
 * @param node the node that counted
 * @param role {@code ingest} or {@code detect}
 * @param from begin of the period
 * @param to end of the period
 * @param counts frames: {@code captured}, {@code inferred}, {@code shrunk}, {@code
 *     dropped.<reason>}; those that are 0 may be missing
 * @param quality the quality of the connection; null from a node that does not read the camera
 */
public record CoverageEvent(
    String camera,
    String node,
    String role,
    Instant from,
    Instant to,
    Map<String, Long> counts,
    @org.jspecify.annotations.Nullable Quality quality)
    implements OperationEvent {
  /** The type's word. */
  public static final String TYPE = "coverage";

  public CoverageEvent {
    counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /** {@code gate/coverage/ingest/host-1/2026-11-23T22:41:00.000000Z}. */
  @Override
  public String id() {
    return String.join("/", camera, TYPE, role, node, RecordJson.time(to));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Instant at() {
    return to;
  }

  @Override
  public byte[] json() {
    return RecordJson.object(
        json -> {
          json.put("id", id())
              .put("type", TYPE)
              .put("camera", camera)
              .put("node", node)
              .put("role", role)
              .put("from", RecordJson.time(from))
              .put("to", RecordJson.time(to));
          json.set("frames", RecordJson.numbers(counts));
          if (quality != null) {
            json.set("quality", quality.json());
          }
        });
  }

  static CoverageEvent read(CheckedJson root) {
    return new CoverageEvent(
        root.name("camera"),
        root.maybeName("node"),
        root.maybeName("role"),
        root.time("from"),
        root.time("to"),
        root.numbers("frames"),
        Quality.read(root.maybeObject("quality")));
  }
}
