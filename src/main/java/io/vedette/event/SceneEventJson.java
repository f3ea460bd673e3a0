package io.vedette.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.event.SceneEvent.LineFact;
import io.vedette.event.SceneEvent.Origin;
import io.vedette.event.SceneEvent.ZoneFact;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scene events as JSON, UTF-8: equal events are equal bytes. Readers ignore fields they do not
 * know. Thread-safe.
 */
public final class SceneEventJson {
  private SceneEventJson() {}

  public static byte[] write(SceneEvent event) {
    return JsonFields.object(1024, json -> writeFields(json, event));
  }

  /**
   * Reads what {@link #write} wrote, of this or a later version.
   *
   * @throws IllegalArgumentException when it is not a scene event
   */
  public static SceneEvent read(byte[] bytes) {
    JsonNode root = JsonFields.parse(bytes, "a scene event");
    List<ChangeReason> reasons = new ArrayList<>();
    root.path("reasons").forEach(reason -> reasons.add(ChangeReason.parse(reason.asText())));
    return new SceneEvent(
        SceneEventType.parse(root.required("type").asText()),
        new Origin(
            root.required("camera").asText(),
            JsonFields.readFrame(root.required("frame")),
            JsonFields.readModel(root.required("model")),
            root.path("run").asText(DetectionEvent.LIVE)),
        reasons,
        TrackStoryJson.read(root),
        readZone(root.path("zone")),
        readLine(root.path("line")));
  }

  private static void writeFields(JsonGenerator json, SceneEvent event) throws IOException {
    json.writeStringField("id", event.id());
    json.writeStringField("type", event.type().word());
    json.writeStringField("camera", event.camera());
    JsonFields.writeFrame(json, event.origin().frame());
    JsonFields.writeModel(json, event.origin().model());
    json.writeStringField("run", event.origin().run());
    if (event.track() != null) {
      JsonFields.writeWords(
          json, "reasons", event.reasons().stream().map(ChangeReason::word).toList());
      TrackStoryJson.write(json, event.camera(), event.track());
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
      json.writeStringField("since", JsonFields.time(zone.since()));
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

  private static @Nullable ZoneFact readZone(JsonNode zone) {
    if (!zone.isObject()) {
      return null;
    }
    @Nullable Instant since = zone.has("since") ? JsonFields.readTime(zone.path("since")) : null;
    return new ZoneFact(
        zone.required("name").asText(),
        since,
        zone.has("dwell_s") ? JsonFields.readSeconds(zone.path("dwell_s")) : null,
        zone.path("objects").asInt());
  }

  private static @Nullable LineFact readLine(JsonNode line) {
    return line.isObject()
        ? new LineFact(
            line.required("name").asText(),
            line.path("direction").asText(),
            line.path("to_left").asLong(),
            line.path("to_right").asLong())
        : null;
  }
}
