package io.vedette.console.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Call;
import io.vedette.console.contract.Problem;
import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.store.Database;
import io.vedette.store.Query;
import io.vedette.transport.detection.DetectionLog;
import java.time.Instant;
import java.util.List;

/** The detections that events come from, as long as Kafka has them. Thread-safe. */
public final class EventDetections {
  private final Database database;
  private final DetectionLog log;

  public EventDetections(Database database, DetectionLog log) {
    this.database = database;
    this.log = log;
  }

  /**
   * That of the event whose {@code id} a call names.
   *
   * @throws Problem where there is none, or none for this caller
   */
  public FrameDetections of(Call call) {
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
        .orElseThrow(() -> new Problem(404, "its detection is kept no longer"));
  }

  /** Adds objects to a list, as the contract has them. */
  public static void put(ArrayNode list, List<DetectedObject> objects) {
    for (DetectedObject object : objects) {
      ObjectNode each = list.addObject();
      each.put("label", object.label()).put("confidence", object.confidence());
      each.putObject("box")
          .put("x", object.box().x())
          .put("y", object.box().y())
          .put("w", object.box().w())
          .put("h", object.box().h());
    }
  }
}
