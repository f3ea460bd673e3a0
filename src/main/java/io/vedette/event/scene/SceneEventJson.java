package io.vedette.event.scene;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.event.JsonFields;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.RecordJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of scene events, in UTF-8: equal events are equal bytes. Readers ignore fields they do
 * not know. Thread-safe.
 */
public final class SceneEventJson {
  private SceneEventJson() {}

  public static byte[] write(SceneEvent event) {
    return JsonFields.object(1024, json -> writeFields(json, event));
  }

  /**
   * Reads the bytes of {@link #write}, of this or a later version.
   *
   * @throws IllegalArgumentException when it is not a scene event
   */
  public static SceneEvent read(byte[] bytes) {
    CheckedJson root = CheckedJson.parse(bytes, "a scene event");
    SceneEvent event =
        new SceneEvent(
            SceneEventType.parse(root.name("type")),
            JsonFields.readOrigin(root),
            root.names("reasons").stream().map(ChangeReason::parse).toList(),
            TrackSummaryJson.read(root),
            readZone(root.maybeObject("zone")),
            readLine(root.maybeObject("line")));
    event.requireParts();
    return event;
  }

  private static void writeFields(JsonGenerator json, SceneEvent event) throws IOException {
    json.writeStringField("id", event.id());
    json.writeStringField("type", event.type().wireName());
    json.writeStringField("camera", event.camera());
    JsonFields.writeFrame(json, event.origin().frame());
    JsonFields.writeModel(json, event.origin().model());
    json.writeStringField("run", event.origin().run());
    if (event.track() != null) {
      JsonFields.writeWords(
          json, "reasons", event.reasons().stream().map(ChangeReason::wireName).toList());
      TrackSummaryJson.write(json, event.camera(), event.track());
    }
    writeZone(json, event.zone());
    writeLine(json, event.line());
  }

  private static void writeZone(JsonGenerator json, @Nullable ZoneFact zone) throws IOException {
    if (zone == null) {
      return;
    }
    json.writeObjectFieldStart("zone");
    json.writeStringField("name", zone.name());
    if (zone.since() != null) {
      json.writeStringField("since", RecordJson.time(zone.since()));
    }
    if (zone.dwell() != null) {
      JsonFields.writeSeconds(json, "dwell_s", zone.dwell());
    }
    json.writeNumberField("objects", zone.objects());
    json.writeEndObject();
  }

  private static void writeLine(JsonGenerator json, @Nullable LineFact line) throws IOException {
    if (line == null) {
      return;
    }
    json.writeObjectFieldStart("line");
    json.writeStringField("name", line.name());
    json.writeStringField("direction", line.direction());
    json.writeNumberField("to_left", line.toLeft());
    json.writeNumberField("to_right", line.toRight());
    json.writeEndObject();
  }

  private static @Nullable ZoneFact readZone(@Nullable CheckedJson zone) {
    return zone == null
        ? null
        : new ZoneFact(
            zone.name("name"),
            zone.maybeTime("since"),
            zone.maybeSeconds("dwell_s"),
            (int) zone.number("objects", Bounds.SMALL_COUNT, 0));
  }

  private static @Nullable LineFact readLine(@Nullable CheckedJson line) {
    return line == null
        ? null
        : new LineFact(
            line.name("name"),
            line.maybeName("direction"),
            line.number("to_left", Bounds.COUNT, 0),
            line.number("to_right", Bounds.COUNT, 0));
  }
}
