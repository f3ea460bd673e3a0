package io.vedette.event.scene;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.event.EventOrigin;
import io.vedette.event.JsonFields;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.geometry.RelativeBox;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tracks in one frame, for displays. Immutable.
 *
 * @param tracks the tracks that were seen in the frame, by number
 * @param zones number of objects in each zone
 * @param lines number of crossings of each line so far
 */
public record TrackedFrame(
    EventOrigin origin, List<Tracked> tracks, Map<String, Long> zones, List<LineFact> lines) {
  public TrackedFrame {
    tracks = List.copyOf(tracks);
    SortedMap<String, Long> sorted = new TreeMap<>(zones);
    zones = Collections.unmodifiableSortedMap(sorted);
    lines = List.copyOf(lines);
  }

  /** One track in the frame. */
  public record Tracked(
      long number, String label, double confidence, RelativeBox box, List<String> zones) {
    public Tracked {
      zones = List.copyOf(zones);
    }
  }

  /** The frame's JSON, UTF-8, with {@code "type":"tracks"}. */
  public byte[] json() {
    return JsonFields.object(512, this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("type", "tracks");
    json.writeStringField("camera", origin.camera());
    JsonFields.writeFrame(json, origin.frame());
    json.writeStringField("run", origin.run());
    json.writeArrayFieldStart("tracks");
    for (Tracked track : tracks) {
      json.writeStartObject();
      json.writeStringField("id", origin.camera() + "/" + track.number());
      json.writeNumberField("number", track.number());
      json.writeStringField("label", track.label());
      JsonFields.writeRelative(json, "confidence", track.confidence());
      JsonFields.writeBox(json, track.box());
      JsonFields.writeWords(json, "zones", track.zones());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("zones");
    for (Map.Entry<String, Long> zone : zones.entrySet()) {
      json.writeNumberField(zone.getKey(), zone.getValue());
    }
    json.writeEndObject();
    json.writeObjectFieldStart("lines");
    for (LineFact line : lines) {
      json.writeObjectFieldStart(line.name());
      json.writeNumberField("to_left", line.toLeft());
      json.writeNumberField("to_right", line.toRight());
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
