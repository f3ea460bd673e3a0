package io.vedette.console.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.store.Database;
import io.vedette.store.Query;
import io.vedette.transport.detection.DetectionLog;
import java.time.Instant;
import java.util.List;

/** The operation that returns the detections of an event's picture. Thread-safe. */
public final class DetectionPart implements ConsolePart {
  private final Database database;
  private final DetectionLog log;

  public DetectionPart(Database database, DetectionLog log) {
    this.database = database;
    this.log = log;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("getEventDetection", this::detection);
  }

  private Answer detection(Call call) {
    Query query =
        new Query(EventRow.COLUMNS).seenBy(call.actor().cameras()).where("id = ?", call.text("id"));
    EventRow event =
        database.<List<EventRow>>read(sql -> sql.list(query, EventRow::of)).stream()
            .findFirst()
            .orElseThrow(Problem::notFound);
    JsonNode record = event.json().path("record");
    JsonNode frame = record.path("frame");
    String digest = record.at("/model/digest").asText();
    if (!frame.has("sequence") || digest.isEmpty()) {
      throw new Problem(404, "this event comes from no picture");
    }
    String camera = record.path("camera").asText();
    String id =
        "%s/%d/%d@%s"
            .formatted(
                camera, frame.path("session").asLong(), frame.path("sequence").asLong(), digest);
    return log.find(camera, id, Instant.parse(frame.path("captured_at").asText()))
        .map(found -> Answer.json(json(found)))
        .orElseThrow(() -> new Problem(404, "its detection is kept no longer"));
  }

  private static ObjectNode json(FrameDetections found) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", found.id());
    ObjectNode model = json.putObject("model");
    model.put("name", found.model().name()).put("digest", found.model().digest());
    model.put("device", found.model().device());
    ObjectNode latency = json.putObject("latency_ms");
    found.latencyMs().forEach(latency::put);
    var objects = json.putArray("objects");
    for (DetectedObject object : found.objects()) {
      ObjectNode each = objects.addObject();
      each.put("label", object.label()).put("confidence", object.confidence());
      each.putObject("box")
          .put("x", object.box().x())
          .put("y", object.box().y())
          .put("w", object.box().w())
          .put("h", object.box().h());
    }
    return json;
  }
}
