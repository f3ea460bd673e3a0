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

/** The database's rows about the cameras that a caller may see. Immutable. */
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

  /** A node's role, and the time of its last report on frames. */
  record Node(String name, String role, long reportedMicros) {}

  /**
   * The last degradation of a camera.
   *
   * @param number the step of the ladder; 0 takes all frames
   * @param rate the share of the frames that the settings ask for
   * @param scale the factor of their width and height
   */
  record Step(String node, long session, long number, double rate, double scale, boolean isPaused) {
    /** The step at which all frames are taken. */
    static final Step NONE = new Step("", 0, 0, 1, 1, false);

    /** Whether the node that reads the camera now has reported it. */
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

  /** The numbers of captured and inferred frames in each minute that nodes have reported. */
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

  /** The nodes that have reported frames since a time. */
  List<Node> nodes(long since) {
    Query query =
        new Query("select node, role, max(ended) as reported from coverage")
            .seenBy(scope)
            .where("ended > ?", since)
            .then("group by node, role order by node, role limit ?", MOST);
    return database.read(
        sql ->
            sql.list(
                query,
                row -> new Node(row.text("node"), row.text("role"), row.number("reported"))));
  }

  /** The last degradation of each camera. */
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
