package io.vedette.console.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.CameraScope;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.store.Database;
import io.vedette.store.Micros;
import io.vedette.store.Query;
import io.vedette.store.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the database says of the cameras that somebody may see. Immutable. */
final class SystemRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MINUTE = 60_000_000;
  private static final int MOST = 500;

  private final Database database;
  private final CameraScope scope;

  SystemRows(Database database, CameraScope scope) {
    this.database = database;
    this.scope = scope;
  }

  /** A node that has told what it did with frames in a role, and when last. */
  record Node(String name, String role, long told) {}

  /**
   * What is taken of a camera while workers lag behind.
   *
   * @param number of the ladder; 0 takes all
   * @param rate of the frames that the settings say
   * @param scale of their width and height
   */
  record Step(String node, long session, long number, double rate, double scale, boolean isPaused) {
    /** All is taken. */
    static final Step NONE = new Step("", 0, 0, 1, 1, false);

    /** Whether it was told by who reads the camera still. */
    boolean isOf(CameraStateEvent owner) {
      return node.equals(owner.node()) && session == owner.session();
    }

    private static Step of(JsonNode body) {
      return new Step(
          body.path("node").asText(),
          body.path("session").asLong(),
          body.path("step").asLong(),
          body.path("rate").asDouble(1),
          body.path("scale").asDouble(1),
          body.path("paused").asBoolean());
    }
  }

  /** How many frames were captured and inferred in each minute that nodes have told of. */
  List<ObjectNode> minutes(long from, long to) {
    Query query =
        new Query(
                "select (ended - 1) / ? as minute, sum(captured) as captured,"
                    + " sum(inferred) as inferred from coverage",
                MINUTE)
            .seenBy(scope)
            .where("ended > ? and ended <= ?", from, to)
            .then("group by 1 order by 1");
    return database.read(sql -> sql.list(query, SystemRows::minute));
  }

  private static ObjectNode minute(Row row) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", Micros.instant(row.number("minute") * MINUTE).toString())
        .put("captured", row.number("captured"))
        .put("inferred", row.number("inferred"));
  }

  /** The nodes that have told of frames since a time. */
  List<Node> nodes(long since) {
    Query query =
        new Query("select node, role, max(ended) as told from coverage")
            .seenBy(scope)
            .where("ended > ?", since)
            .then("group by node, role order by node, role limit ?", MOST);
    return database.read(
        sql ->
            sql.list(
                query, row -> new Node(row.text("node"), row.text("role"), row.number("told"))));
  }

  /** The last step that was told of each camera. */
  Map<String, Step> steps() {
    Query query =
        new Query(
                "select camera, body from event e join (select max(seq) as last from event"
                    + " where type = 'camera.degraded' group by camera) newest"
                    + " on e.seq = newest.last")
            .seenBy(scope);
    Map<String, Step> steps = new HashMap<>();
    database
        .<List<Map.Entry<String, Step>>>read(
            sql -> sql.list(query, row -> Map.entry(row.text("camera"), step(row.text("body")))))
        .forEach(entry -> steps.put(entry.getKey(), entry.getValue()));
    return steps;
  }

  private static Step step(String body) {
    try {
      return Step.of(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("events are stored as JSON", e);
    }
  }
}
