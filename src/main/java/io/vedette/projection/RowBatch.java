package io.vedette.projection;

import io.vedette.event.Alert;
import io.vedette.event.WindowCount;
import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewRecord;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.TrackSummary;
import io.vedette.store.Micros;
import io.vedette.store.Sql;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some records, to be written together. Of rows that replace each other only the last
 * is kept. Confined to one thread.
 */
final class RowBatch {
  private static final String EVENT =
      "insert into event (id, at, camera, type, label, zone, line, track, confidence, run, body,"
          + " reviewed, seq) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select count(*) from review"
          + " where subject = ?), ?) on conflict (id) do nothing";
  private static final String ALERT =
      "insert into alert (id, at, camera, rule, place, message, objects, run, body, seq)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing";
  private static final String COVERAGE =
      "insert into coverage (camera, role, node, ended, began, captured, inferred, counts, quality)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
  private static final String COUNT =
      "insert into window_count (id, camera, length, began, kind, name, label, first, second,"
          + " dwell) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set first ="
          + " excluded.first, second = excluded.second, dwell = excluded.dwell";
  private static final String NUMBERS =
      "update last_number set number = number + ? where kind = 'row' returning number";
  private static final double NANOS = 1e9;

  private final List<List<@Nullable Object>> events = new ArrayList<>();
  private final List<List<@Nullable Object>> alerts = new ArrayList<>();
  private final List<List<@Nullable Object>> coverage = new ArrayList<>();
  private final Map<String, List<@Nullable Object>> counts = new LinkedHashMap<>();
  private final Map<String, TrackRow> tracks = new LinkedHashMap<>();
  private final ReviewRows reviews = new ReviewRows();
  private final ClipRows clips = new ClipRows();

  /** Something that happened in front of a camera. */
  void add(SceneEvent event, byte[] json) {
    TrackSummary track = event.track();
    var zone = event.zone();
    var line = event.line();
    events.add(
        row(
            event.id(),
            Micros.of(event.at()),
            event.camera(),
            event.type().wireName(),
            track == null ? null : track.label(),
            zone == null ? null : zone.name(),
            line == null ? null : line.name(),
            track == null ? null : track.id(event.camera()),
            track == null ? null : track.after().confidence(),
            event.origin().run(),
            text(json),
            event.id()));
    if (track != null) {
      TrackRow made = TrackRow.of(event, track);
      tracks.merge(made.id(), made, TrackRow::and);
    }
  }

  /** A fact about the work on a camera. */
  void add(OperationEvent event, byte[] json) {
    if (event instanceof CoverageEvent minute) {
      coverage.add(row(minute));
    } else if (event instanceof CameraStateEvent || event instanceof DegradationEvent) {
      events.add(
          row(
              event.id(),
              Micros.of(event.at()),
              event.camera(),
              event.type(),
              null,
              null,
              null,
              null,
              null,
              "live",
              text(json),
              event.id()));
    }
  }

  private static List<@Nullable Object> row(CoverageEvent minute) {
    var quality = minute.quality();
    return row(
        minute.camera(),
        minute.role(),
        minute.node(),
        Micros.of(minute.to()),
        Micros.of(minute.from()),
        minute.counts().getOrDefault("captured", 0L),
        minute.counts().getOrDefault("inferred", 0L),
        CountsText.of(minute.counts()),
        quality == null ? null : quality.json().toString());
  }

  /** The alerts. */
  void add(Alert alert, byte[] json) {
    alerts.add(
        row(
            alert.id(),
            Micros.of(alert.origin().frame().capturedAt()),
            alert.camera(),
            alert.cause().rule(),
            alert.cause().place(),
            alert.words(),
            alert.subjects().size(),
            alert.origin().run(),
            text(json)));
  }

  /** Adds the number of occurrences in a window. */
  void add(WindowCount count) {
    var subject = count.subject();
    counts.put(
        count.key(),
        row(
            count.key(),
            subject.camera(),
            count.window().length().wireName(),
            Micros.of(count.window().start()),
            subject.kind().wireName(),
            subject.name(),
            subject.label(),
            count.first(),
            count.second(),
            count.dwell().toNanos() / NANOS));
  }

  /** Adds a review or a note. */
  void add(ReviewRecord record) {
    reviews.add(record);
  }

  /** Removes a review or a note. */
  void remove(ReviewKey key) {
    reviews.remove(key);
  }

  /** A clip that is kept. */
  void keep(KeptClip clip) {
    clips.keep(clip);
  }

  /** A clip that is kept no longer. */
  void release(ClipSpan clip) {
    clips.release(clip);
  }

  private int numbered() {
    return events.size() + alerts.size();
  }

  /**
   * Takes the lock that one writer has until its transaction ends: numbers are given in the order
   * in which transactions count, so that whoever reads after a number misses nothing.
   *
   * @return the first number that is free for a row of this batch
   */
  long lock(Sql sql) {
    int wanted = numbered();
    return sql.one(NUMBERS, row -> row.number("number"), wanted).orElseThrow() - wanted + 1;
  }

  /** Writes all rows, by the numbers from the given one on. */
  void write(Sql sql, long first) {
    long next = first;
    for (List<@Nullable Object> event : events) {
      event.add(next++);
    }
    for (List<@Nullable Object> alert : alerts) {
      alert.add(next++);
    }
    sql.batch(EVENT, events);
    sql.batch(ALERT, alerts);
    sql.batch(COVERAGE, coverage);
    sql.batch(COUNT, List.copyOf(counts.values()));
    sql.batch(TrackRow.SQL, tracks.values().stream().map(TrackRow::values).toList());
    clips.write(sql);
    reviews.write(sql); // after the events, whose insertion has looked for earlier ones
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
