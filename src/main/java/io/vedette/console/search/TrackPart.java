package io.vedette.console.search;

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
import java.util.List;
import java.util.Objects;

/** The operations about tracks, with the events of each, and about alerts. Thread-safe. */
public final class TrackPart implements ConsolePart {
  private static final String TRACKS =
      "select id, camera, label, started, seen, ended, top, zones, best, case when exists (select 1"
          + " from clip where clip.camera = track.camera and clip.began <= track.started"
          + " and clip.ended > track.started) then 1 else 0 end as kept from track";
  private static final String ALERTS =
      "select seq, id, at, camera, rule, place, message from alert";
  private static final int LONGEST_LIFE = 500;
  private static final String FIRST = "\uffff";

  private final Database database;

  public TrackPart(Database database) {
    this.database = database;
  }

  /** A row's JSON, and its place in the list. */
  private record Found(long at, String key, ObjectNode json) {}

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("listTracks", this::tracks);
    handlers.blocking("getTrack", this::track);
    handlers.blocking("listAlerts", this::alerts);
  }

  private Answer tracks(Call call) {
    TimeSpan span = TimeSpan.of(call);
    List<String> cameras = call.texts("camera");
    List<String> labels = call.texts("label");
    int mark = Objects.hash("tracks", span, cameras, labels);
    Cursor from = from(call, mark, FIRST);
    int limit = (int) call.number("limit");
    Query query =
        new Query(TRACKS)
            .seenBy(call.actor().cameras())
            .where("started >= ? and started < ?", span.from(), span.to())
            .inAny("camera", cameras)
            .inAny("label", labels)
            .where("started <= ? and (started < ? or id < ?)", from.at(), from.at(), from.key())
            .then("order by started desc, id desc limit ?", limit + 1);
    return page("tracks", found(query, TrackPart::track), limit, mark);
  }

  private static Found track(Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", row.text("id")).put("camera", row.text("camera"));
    json.put("label", row.text("label"));
    json.put("started", time(row.number("started"))).put("seen", time(row.number("seen")));
    Long ended = row.maybeNumber("ended");
    if (ended != null) {
      json.put("ended", time(ended));
    }
    json.put("top_confidence", row.maybeDecimal("top")).put("kept", row.isSet("kept"));
    var zones = json.putArray("zones");
    if (!row.text("zones").isEmpty()) {
      List.of(row.text("zones").split(",")).forEach(zones::add);
    }
    String best = row.maybeText("best");
    if (best != null) {
      String[] place = best.split("/", 2);
      json.putObject("best")
          .put("partition", Integer.parseInt(place[0]))
          .put("offset", Long.parseLong(place[1]));
    }
    return new Found(row.number("started"), row.text("id"), json);
  }

  /** One track, and all of its events. */
  private Answer track(Call call) {
    String id = call.text("id");
    Query query = new Query(TRACKS).seenBy(call.actor().cameras()).where("id = ?", id);
    ObjectNode json =
        found(query, TrackPart::track).stream()
            .findFirst()
            .map(Found::json)
            .orElseThrow(Problem::notFound);
    Query life =
        new Query(EventRow.COLUMNS)
            .seenBy(call.actor().cameras())
            .where("track = ?", id)
            .then("order by seq limit ?", LONGEST_LIFE);
    var events = json.putArray("events");
    database
        .<List<EventRow>>read(sql -> sql.list(life, EventRow::of))
        .forEach(event -> events.add(event.json()));
    return Answer.json(json);
  }

  private Answer alerts(Call call) {
    TimeSpan span = TimeSpan.of(call);
    List<String> cameras = call.texts("camera");
    List<String> rules = call.texts("rule");
    int mark = Objects.hash("alerts", span, cameras, rules);
    Cursor from = from(call, mark, Long.toString(Long.MAX_VALUE));
    int limit = (int) call.number("limit");
    Query query =
        new Query(ALERTS)
            .seenBy(call.actor().cameras())
            .where("at >= ? and at < ?", span.from(), span.to())
            .inAny("camera", cameras)
            .inAny("rule", rules)
            .where("at <= ? and (at < ? or seq < ?)", from.at(), from.at(), from.number())
            .then("order by at desc, seq desc limit ?", limit + 1);
    return page("alerts", found(query, TrackPart::alert), limit, mark);
  }

  private static Found alert(Row row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", row.text("id")).put("at", time(row.number("at")));
    json.put("camera", row.text("camera")).put("rule", row.text("rule"));
    json.put("place", row.maybeText("place")).put("message", row.text("message"));
    return new Found(row.number("at"), Long.toString(row.number("seq")), json);
  }

  private List<Found> found(Query query, Row.Reader<Found> reader) {
    return database.read(sql -> sql.list(query, reader));
  }

  private static Cursor from(Call call, int mark, String first) {
    return call.maybe("after")
        .map(text -> Cursor.read(text, mark))
        .orElse(new Cursor(Long.MAX_VALUE, first, mark));
  }

  private static Answer page(String name, List<Found> rows, int limit, int mark) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray(name);
    rows.stream().limit(limit).forEach(row -> list.add(row.json()));
    json.put("next", (String) null);
    if (rows.size() > limit) {
      Found end = rows.get(limit - 1);
      json.put("next", new Cursor(end.at(), end.key(), mark).text());
    }
    return Answer.json(json);
  }

  private static String time(long micros) {
    return Micros.instant(micros).toString();
  }
}
