package io.vedette.console.search;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.CameraScope;
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
import java.util.List;

/** The operations about events: lists, single events, a histogram, and a stream. Thread-safe. */
public final class EventPart implements ConsolePart {
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final long MOST_SLOTS = 2_000;
  private static final long SECOND = 1_000_000;
  private static final int MOST_VALUES = 500;
  private static final List<String> TYPES =
      List.of(
          "track.started",
          "track.updated",
          "track.ended",
          "zone.entered",
          "zone.left",
          "zone.loitering",
          "zone.crowded",
          "zone.eased",
          "zone.deserted",
          "line.crossed",
          "camera.state",
          "camera.degraded");
  private static final String NUMBER = "select number from last_number where kind = 'row'";

  private static final String STEPS =
      "with recursive step(value) as (select min(COLUMN) from event union all"
          + " select (select min(COLUMN) from event where COLUMN > step.value) from step"
          + " where step.value is not null) select value from step";

  private final Database database;
  private final EventStreams streams;

  public EventPart(io.vertx.core.Vertx vertx, Database database) {
    this.database = database;
    this.streams = new EventStreams(vertx, new Source());
  }

  /** The source of streams. */
  final class Source {
    /** The newest events before a place. */
    List<EventRow> page(EventFilter filter, CameraScope scope, long at, long seq, int limit) {
      return rows(
          filter
              .query(EventRow.COLUMNS, scope)
              .where("at <= ? and (at < ? or seq < ?)", at, at, seq)
              .then("order by at desc, seq desc limit ?", limit));
    }

    /** The events of numbers after one up to another, in that order. */
    List<EventRow> after(EventFilter filter, CameraScope scope, long seq, long last, int limit) {
      return rows(
          filter
              .query(EventRow.COLUMNS, scope)
              .where("seq > ? and seq <= ?", seq, last)
              .then("order by seq limit ?", limit));
    }

    /** The highest number of an event. */
    long last() {
      return database.read(sql -> sql.one(NUMBER, row -> row.number("number")).orElse(0L));
    }

    private List<EventRow> rows(Query query) {
      return database.read(sql -> sql.list(query, EventRow::of));
    }
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("listEvents", this::list);
    handlers.blocking("getEvent", this::event);
    handlers.blocking("getEventValues", this::values);
    handlers.blocking("getHistogram", this::histogram);
    handlers.direct("exportEventsAsCsv", streams::export);
    handlers.direct("streamEvents", streams::follow);
  }

  private Answer list(Call call) {
    EventFilter filter = EventFilter.of(call);
    int limit = (int) call.number("limit");
    Source source = new Source();
    long last = source.last(); // before the rows: what comes meanwhile is in the stream, too
    Cursor from =
        call.maybe("after")
            .map(text -> Cursor.read(text, filter.mark()))
            .orElse(new Cursor(Long.MAX_VALUE, Long.toString(Long.MAX_VALUE), filter.mark()));
    List<EventRow> rows =
        source.page(filter, call.actor().cameras(), from.at(), from.number(), limit + 1);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("events");
    rows.stream().limit(limit).forEach(row -> list.add(row.json()));
    json.put("next", (String) null).put("newest", last);
    if (rows.size() > limit) {
      EventRow end = rows.get(limit - 1);
      json.put("next", new Cursor(end.at(), Long.toString(end.seq()), filter.mark()).text());
    }
    return Answer.json(json);
  }

  private Answer event(Call call) {
    Query query =
        new Query(EventRow.COLUMNS).seenBy(call.actor().cameras()).where("id = ?", call.text("id"));
    return database.<List<EventRow>>read(sql -> sql.list(query, EventRow::of)).stream()
        .findFirst()
        .map(row -> Answer.json(row.json()))
        .orElseThrow(Problem::notFound);
  }

  /** The answer of the number of events in each slot of a time. */
  private Answer histogram(Call call) {
    TimeSpan span = TimeSpan.of(call).atMost(LONGEST);
    long step = call.number("step") * SECOND;
    long slots = (span.to() - span.from() + step - 1) / step;
    if (slots > MOST_SLOTS) {
      throw new Problem(
          400, "query/step: expected at most %d slots, found %d".formatted(MOST_SLOTS, slots));
    }
    Query query =
        EventFilter.of(call, span)
            .query(
                "select (at - ?) / ? as slot, count(*) as number from event",
                call.actor().cameras(),
                span.from(),
                step)
            .then("group by 1 order by 1");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("from", Micros.instant(span.from()).toString()).put("step", step / SECOND);
    var list = json.putArray("counts");
    database
        .<List<ObjectNode>>read(
            sql -> sql.list(query, row -> slot(row, span.from() + row.number("slot") * step)))
        .forEach(list::add);
    return Answer.json(json);
  }

  private static ObjectNode slot(Row row, long at) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", Micros.instant(at).toString())
        .put("count", row.number("number"));
  }

  /** The answer of the values of kept events, for filters. */
  private Answer values(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var types = json.putArray("types");
    TYPES.forEach(types::add);
    CameraScope scope = call.actor().cameras();
    put(json, "labels", values("label", scope));
    put(json, "zones", values("zone", scope));
    put(json, "lines", values("line", scope));
    return Answer.json(json);
  }

  /** The values of a column: each one is a step in its index, however many events have it. */
  static Query values(String column, CameraScope scope) {
    Query values = new Query(STEPS.replace("COLUMN", column)).where("value is not null");
    return scope.isAll()
        ? values
        : values.whereThereIs(
            new Query("select 1 from event").where(column + " = value").seenBy(scope));
  }

  private void put(ObjectNode json, String field, Query query) {
    Query sorted = query.then("order by 1 limit ?", MOST_VALUES);
    var list = json.putArray(field);
    database
        .<List<String>>read(sql -> sql.list(sorted, row -> row.text("value")))
        .forEach(list::add);
  }
}
