package io.vedette.console.clip;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.clip.ClipSettings;
import io.vedette.clip.Clips;
import io.vedette.clip.pack.PackStore;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.search.Cursor;
import io.vedette.console.search.TimeSpan;
import io.vedette.event.clip.ClipSpan;
import io.vedette.store.Database;
import io.vedette.store.Query;
import io.vedette.store.Row;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list of clips: of tracks and alerts with pictures on this disk, and of those that are kept.
 * Thread-safe.
 */
final class ClipList {
  // Columns of one type each: else SQLite would sort all rows of both before it takes the first.
  private static final String TRACKS =
      "select id, camera, label, started as at, cast(coalesce(ended, seen) as bigint) as until,"
          + " cast(null as text) as rule, cast(null as text) as message from track";
  private static final String ALERTS =
      "select id, camera, cast(null as text) as label, at, at as until, rule, message from alert";

  /** Alerts about objects are in the clips of their tracks. */
  private static final String ALL = TRACKS + " union all " + ALERTS + " where objects = 0";

  private static final String FIRST = "\uffff";
  private static final int MOST_LOOKED_AT = 2_000;
  private static final int LOOKED_AT_ONCE = 200;
  private static final long MICROS_OF_MILLI = 1000;

  private final Database database;
  private final Clips clips;
  private final ClipSettings settings;

  ClipList(Database database, Clips clips, ClipSettings settings) {
    this.database = database;
    this.clips = clips;
    this.settings = settings;
  }

  /** A page of clips, newest first. */
  Answer page(Call call) {
    return call.isSet("kept") ? new Page(call, true).read() : new Page(call, false).read();
  }

  /** A clip that is kept by this very span; empty when none is. */
  Optional<ClipRow> kept(ClipSpan span) {
    return database.read(
        sql -> sql.one(ClipRow.KEPT + " where id = ?", ClipRow::ofKept, span.key()));
  }

  /** The clip of an event, with the time that is kept before and after it. */
  private ClipRow around(Row row) {
    long at = row.number("at");
    long to = row.number("until") + settings.after().toMillis() * MICROS_OF_MILLI + 1;
    long from = at - settings.before().toMillis() * MICROS_OF_MILLI;
    long longest = ClipSpan.LONGEST.toMillis() * MICROS_OF_MILLI;
    String id = row.text("id");
    @Nullable String label = row.maybeText("label");
    @Nullable String rule = row.maybeText("rule");
    return new ClipRow(
        new ClipSpan(row.text("camera"), Math.max(0, Math.max(from, to - longest)), to),
        null,
        label == null ? null : new ClipRow.Track(id, label),
        rule == null ? null : new ClipRow.AlertText(id, rule, row.text("message")),
        at,
        id);
  }

  /** One answer. Confined to its call. */
  private final class Page {
    private final Call call;
    private final boolean isOfKept;
    private final int mark;
    private final int limit;
    private final ArrayNode list = JsonNodeFactory.instance.arrayNode();
    private Cursor place;

    private Page(Call call, boolean isOfKept) {
      this.call = call;
      this.isOfKept = isOfKept;
      this.mark =
          Objects.hash(
              "clips",
              isOfKept,
              call.maybe("of"),
              TimeSpan.of(call),
              call.texts("camera"),
              call.texts("label"));
      this.limit = (int) call.number("limit");
      this.place =
          call.maybe("after")
              .map(text -> Cursor.read(text, mark))
              .orElse(new Cursor(Long.MAX_VALUE, FIRST, mark));
    }

    private Answer read() {
      boolean hasMore = true;
      int looked = 0;
      while (hasMore && list.size() < limit && looked < MOST_LOOKED_AT) {
        List<ClipRow> rows = rows();
        hasMore = rows.size() == LOOKED_AT_ONCE;
        for (ClipRow row : rows) {
          if (list.size() == limit) {
            hasMore = true;
            break;
          }
          looked++;
          place = new Cursor(row.orderedAt(), row.key(), mark);
          add(row);
        }
      }
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("keeping", settings.enabled()).set("clips", list);
      return Answer.json(json.put("next", hasMore ? place.text() : null));
    }

    private void add(ClipRow row) {
      PackStore.Sum sum = clips.sum(row.span());
      if (isOfKept) {
        list.add(row.json(sum));
      } else if (sum.frames() > 0) {
        @Nullable ClipRow kept = keptAround(row.span());
        list.add(kept == null ? row.json(sum) : row.as(kept).json(clips.sum(kept.span())));
      }
    }

    private @Nullable ClipRow keptAround(ClipSpan span) {
      long before = settings.before().toMillis() * MICROS_OF_MILLI;
      long after = settings.after().toMillis() * MICROS_OF_MILLI;
      Optional<ClipRow> kept =
          database.read(
              sql ->
                  sql.one(
                      ClipRow.KEPT + " where camera = ? and began <= ? and ended >= ?",
                      ClipRow::ofKept,
                      span.camera(),
                      span.from() + before,
                      span.to() - after));
      return kept.orElse(null);
    }

    private List<ClipRow> rows() {
      String time = isOfKept ? "began" : "at";
      TimeSpan span = TimeSpan.of(call);
      Query query =
          new Query(isOfKept ? ClipRow.KEPT : "select * from (" + happened() + ") as happened")
              .seenBy(call.actor().cameras())
              .where(time + " >= ? and " + time + " < ?", span.from(), span.to())
              .inAny("camera", call.texts("camera"));
      if (!isOfKept) {
        query.inAny("label", call.texts("label"));
      }
      query
          .where(
              time + " <= ? and (" + time + " < ? or id < ?)", place.at(), place.at(), place.key())
          .then("order by " + time + " desc, id desc limit ?", LOOKED_AT_ONCE);
      return database.read(
          sql -> sql.list(query, isOfKept ? ClipRow::ofKept : ClipList.this::around));
    }

    private String happened() {
      return switch (call.maybe("of").orElse("")) {
        case "track" -> TRACKS;
        case "alert" -> ALERTS;
        default -> ALL;
      };
    }
  }
}
