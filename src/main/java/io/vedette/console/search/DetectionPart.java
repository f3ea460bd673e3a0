package io.vedette.console.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.event.FrameDetections;

/** The operation that returns the detections of an event's picture. Thread-safe. */
public final class DetectionPart implements ConsolePart {
  private final EventDetections detections;

  public DetectionPart(EventDetections detections) {
    this.detections = detections;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("getEventDetection", call -> Answer.json(json(detections.of(call))));
  }

  private static ObjectNode json(FrameDetections found) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", found.id());
    ObjectNode model = json.putObject("model");
    model.put("name", found.model().name()).put("digest", found.model().digest());
    model.put("device", found.model().device());
    ObjectNode latency = json.putObject("latency_ms");
    found.latencyMs().forEach(latency::put);
    EventDetections.put(json.putArray("objects"), found.objects());
    return json;
  }
}
