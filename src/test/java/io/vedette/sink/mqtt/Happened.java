package io.vedette.sink.mqtt;

import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.SceneEventJson;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.geometry.RelativeBox;
import io.vedette.transport.relay.InputRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Things that happened in front of a camera named gate, as records. */
final class Happened {
  static final Instant AT = Instant.parse("2026-11-23T22:40:16.123456Z");

  private Happened() {}

  static SceneEvent inYard(SceneEventType type, int objects) {
    return event(
        type, new ZoneFact("yard", AT.minusSeconds(9), Duration.ofSeconds(9), objects), null);
  }

  static SceneEvent crossed(String line, String direction) {
    return event(SceneEventType.LINE_CROSSED, null, new LineFact(line, direction, 3, 5));
  }

  static SceneEvent event(SceneEventType type, @Nullable ZoneFact zone, @Nullable LineFact line) {
    TrackSummary.View view =
        new TrackSummary.View(AT, new RelativeBox(0.4, 0.3, 0.05, 0.2), 0.83, false, List.of());
    TrackSummary track =
        new TrackSummary(
            12, "person", AT.minusSeconds(12), 0.9, List.of(), null, view, List.of(), null);
    FrameReference frame = new FrameReference(17, 4211, AT, "rtcp", 1280, 720, null);
    EventOrigin origin =
        new EventOrigin("gate", frame, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live");
    return new SceneEvent(type, origin, List.of(), track, zone, line);
  }

  static Alert alert() {
    FrameReference frame = new FrameReference(17, 4211, AT, "rtcp", 1280, 720, null);
    return new Alert(
        "night/yard",
        new Alert.Cause("night", "in-zone", "yard", AT.minusSeconds(5)),
        new EventOrigin("gate", frame, new ModelReference("m", "9f2c41d07a3e", "cpu"), "live"),
        List.of(new Alert.Subject(12, "person", AT.minusSeconds(5))),
        0,
        List.of());
  }

  static InputRecord record(SceneEvent event) {
    return record(event.type().cloudEventsType(), event.id(), SceneEventJson.write(event));
  }

  static InputRecord record(String type, String id, byte[] value) {
    Map<String, String> headers =
        Map.of(
            "ce_type",
            type,
            "ce_id",
            id,
            "ce_source",
            "/cameras/gate",
            "camera",
            "gate",
            "label",
            "person");
    String key = type.contains("snapshot") ? "gate/12/boxed" : "gate";
    return new InputRecord("events", 0, 1, AT, key, headers, value, 1);
  }
}
