package io.vedette.console.camera;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.scene.SceneEvent;
import io.vedette.rule.RuleSettings;
import io.vedette.scene.Scene;
import io.vedette.scene.SceneState;
import io.vedette.tracking.TrackerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rehearsal of rules on detections, by the track role's own scene from its beginning.
 * Detections from before a time only make tracks known. Confined to one thread.
 */
final class Rehearsal {
  private static final int MOST_LISTED = 500;

  private final Scene scene;
  private final Instant from;
  private final Map<String, Integer> types = new TreeMap<>();
  private final List<SceneEvent> listed = new ArrayList<>();
  private int total;

  Rehearsal(TrackerSettings tracker, RuleSettings rules, Instant from) {
    this.scene = new Scene(tracker, rules, SceneState.initial());
    this.from = from;
  }

  /** Takes in one frame's detections. */
  void take(FrameDetections detections) {
    for (SceneEvent event : scene.update(detections)) {
      boolean isOfRule = event.zone() != null || event.line() != null;
      if (isOfRule && !event.at().isBefore(from)) {
        total++;
        types.merge(event.type().wireName(), 1, Integer::sum);
        if (listed.size() < MOST_LISTED) {
          listed.add(event);
        }
      }
    }
  }

  /** The events of zones and lines: their number, their types, and the first of them one by one. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("total", total);
    var counts = json.putArray("types");
    types.forEach((type, count) -> counts.addObject().put("type", type).put("count", count));
    var events = json.putArray("events");
    listed.forEach(event -> put(events.addObject(), event));
    return json;
  }

  private static void put(ObjectNode json, SceneEvent event) {
    json.put("at", DetectionJson.time(event.at())).put("type", event.type().wireName());
    if (event.zone() != null) {
      json.put("zone", event.zone().name());
    }
    if (event.line() != null) {
      json.put("line", event.line().name());
    }
    if (event.track() != null) {
      json.put("label", event.track().label());
    }
  }
}
