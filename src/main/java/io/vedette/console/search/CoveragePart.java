package io.vedette.console.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.store.Database;
import io.vedette.store.Micros;
import io.vedette.store.Query;
import io.vedette.store.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations about frames, by camera and by time, and about counts. Thread-safe. */
public final class CoveragePart implements ConsolePart {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Duration USUAL = Duration.ofHours(1);
  private static final String ROWS =
      "select camera, began, captured, inferred, counts from coverage";
  private static final long MOST_STEPS = 2_000;
  private static final String DROPPED = "dropped.";
  private static final long SECOND = 1_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final InstantSource clock;

  public CoveragePart(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The numbers of frames by their fate. */
  private static final class Tally {
    private long captured;
    private long inferred;
    private final Map<String, Long> dropped = new TreeMap<>();

    private void add(Row row) {
      captured += row.number("captured");
      inferred += row.number("inferred");
      parse(row.text("counts"))
          .properties()
          .forEach(
              count -> {
                if (count.getKey().startsWith(DROPPED)) {
                  String reason = count.getKey().substring(DROPPED.length());
                  dropped.merge(reason, count.getValue().asLong(), Long::sum);
                }
              });
    }

    private static JsonNode parse(String counts) {
      try {
        return JSON.readTree(counts);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("counts are stored as JSON", e);
      }
    }

    private ObjectNode json(ObjectNode json) {
      json.put("captured", captured).put("inferred", inferred);
      ObjectNode reasons = json.putObject("dropped");
      dropped.forEach(reasons::put);
      return json;
    }

    private ObjectNode step(long at) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      return json(json.put("at", Micros.instant(at).toString()).put("grade", grade()));
    }

    /** The grade of coverage; a frame in which nothing moved counts as covered. */
    private String grade() {
      long still = dropped.getOrDefault("still", 0L);
      long looked = inferred + still;
      long missed = dropped.values().stream().mapToLong(Long::longValue).sum() - still;
      if (captured + looked + missed == 0) {
        return "none";
      }
      return looked == 0 ? "unseen" : missed == 0 ? "seen" : "partly";
    }

    private long difference() {
      return captured - inferred - dropped.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("getCoverage", this::coverage);
    handlers.blocking("getLedger", this::ledger);
    handlers.blocking("listCounts", this::counts);
  }

  /** The answer of a camera's frames by fate in each step, and of its states. */
  private Answer coverage(Call call) {
    TimeSpan span = TimeSpan.of(call, clock.instant(), USUAL).atMost(LONGEST);
    long step = call.number("step") * SECOND;
    long first = Math.floorDiv(span.from(), step);
    long last = Math.floorDiv(span.to() - 1, step);
    if (last - first >= MOST_STEPS) {
      throw new Problem(400, "query/step: expected at most %d steps".formatted(MOST_STEPS));
    }
    Map<Long, Tally> steps = new TreeMap<>();
    read(
        rows(call, span).where("camera = ?", call.text("camera")),
        row ->
            steps
                .computeIfAbsent(Math.floorDiv(row.number("began"), step), key -> new Tally())
                .add(row));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("step", step / SECOND);
    var list = json.putArray("steps");
    for (long key = first; key <= last; key++) {
      list.add(steps.getOrDefault(key, new Tally()).step(key * step));
    }
    var states = json.putArray("states");
    states(call, span).forEach(state -> states.add(state(state)));
    return Answer.json(json);
  }

  /** The camera's states in the time, after the one at its begin. */
  private List<EventRow> states(Call call, TimeSpan span) {
    List<EventRow> all =
        new ArrayList<>(events(call, "order by at desc, seq desc limit 1", "at < ?", span.from()));
    all.addAll(
        events(call, "order by at, seq limit 2000", "at >= ? and at < ?", span.from(), span.to()));
    return all;
  }

  private List<EventRow> events(Call call, String order, String condition, Object... times) {
    Query query =
        new Query(EventRow.COLUMNS)
            .seenBy(call.actor().cameras())
            .where("camera = ? and type = 'camera.state'", call.text("camera"))
            .where(condition, times)
            .then(order);
    return database.read(sql -> sql.list(query, EventRow::of));
  }

  private static ObjectNode state(EventRow event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", Micros.instant(event.at()).toString()).put("state", event.of("/state"));
    String reason = event.of("/reason");
    return reason.isEmpty() ? json : json.put("reason", reason);
  }

  /**
   * The answer of each camera's balance: captured frames are inferred or dropped, and the
   * difference shows those that are neither.
   */
  private Answer ledger(Call call) {
    TimeSpan span = TimeSpan.of(call, clock.instant(), USUAL).atMost(LONGEST);
    Map<String, Tally> cameras = new TreeMap<>();
    read(
        rows(call, span),
        row -> cameras.computeIfAbsent(row.text("camera"), key -> new Tally()).add(row));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("from", Micros.instant(span.from()).toString());
    json.put("to", Micros.instant(span.to()).toString());
    var list = json.putArray("cameras");
    cameras.forEach(
        (camera, tally) ->
            list.add(
                tally
                    .json(JsonNodeFactory.instance.objectNode().put("camera", camera))
                    .put("difference", tally.difference())));
    return Answer.json(json);
  }

  private static Query rows(Call call, TimeSpan span) {
    return new Query(ROWS)
        .seenBy(call.actor().cameras())
        .where("ended > ? and ended <= ?", span.from(), span.to());
  }

  private void read(Query query, java.util.function.Consumer<Row> sink) {
    var unused =
        database.<List<Boolean>>read(
            sql ->
                sql.list(
                    query,
                    row -> {
                      sink.accept(row);
                      return true;
                    }));
  }

  private Answer counts(Call call) {
    TimeSpan span = TimeSpan.of(call, clock.instant(), Duration.ofDays(1)).atMost(LONGEST);
    Query query =
        new Query(
                "select camera, length, began, kind, name, label, first, second, dwell"
                    + " from window_count")
            .seenBy(call.actor().cameras())
            .where("began >= ? and began < ?", span.from(), span.to())
            .where("length = ?", call.text("window"))
            .inAny("camera", call.texts("camera"))
            .inAny("kind", call.texts("kind"))
            .then("order by began desc, id limit ?", call.number("limit"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("counts");
    database.<List<ObjectNode>>read(sql -> sql.list(query, CoveragePart::count)).forEach(list::add);
    return Answer.json(json);
  }

  private static ObjectNode count(Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("camera", row.text("camera")).put("window", row.text("length"));
    json.put("start", Micros.instant(row.number("began")).toString());
    json.put("kind", row.text("kind")).put("name", row.maybeText("name"));
    json.put("label", row.text("label"));
    json.put("first", row.number("first")).put("second", row.number("second"));
    return json.put("dwell_s", row.maybeDecimal("dwell"));
  }
}
