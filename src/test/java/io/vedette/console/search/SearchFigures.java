package io.vedette.console.search;

import io.vedette.access.CameraScope;
import io.vedette.config.Settings;
import io.vedette.projection.ProjectionReaders;
import io.vedette.projection.SampleRecords;
import io.vedette.store.Database;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures the writing of many events and the searching among them; not a test. Run with the test
 * class path: {@code java -cp … io.vedette.console.search.SearchFigures sqlite|postgresql EVENTS}.
 */
public final class SearchFigures {
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final int BATCH = 2_000;
  private static final int TIMES = 41;
  private static final List<String> MOST_TYPES =
      List.of(
          "track.started",
          "zone.entered",
          "zone.loitering",
          "zone.crowded",
          "zone.deserted",
          "line.crossed",
          "camera.state");
  private static final TimeSpan ALWAYS = new TimeSpan(0, Long.MAX_VALUE);

  private SearchFigures() {}

  public static void main(String[] arguments) throws Exception {
    Dialect dialect = arguments[0].equals("sqlite") ? Dialect.SQLITE : Dialect.POSTGRESQL;
    int events = Integer.parseInt(arguments[1]);
    List<String> cameras = IntStream.range(0, 50).mapToObj(i -> "cam" + i).toList();
    Duration step = Duration.ofDays(14).dividedBy(events);
    SampleRecords samples =
        new SampleRecords(
            new Topics(Settings.defaults(TransportSettings.class)), cameras, BEGIN, step);
    Path folder = Files.createTempDirectory("figures");
    try (Database database = new Database(TestDatabases.empty(dialect, folder))) {
      fill(database, samples, events);
      learn(database, dialect);
      search(database);
      day(database);
    }
    System.exit(0); // ends the database server, too
  }

  private static void fill(Database database, SampleRecords samples, int events) {
    ProjectionReaders projection = new ProjectionReaders(database);
    long nanos = 0;
    for (int from = 0; from < events; from += BATCH) {
      var records = samples.events(from, Math.min(events, from + BATCH));
      long before = System.nanoTime();
      projection.store(records);
      nanos += System.nanoTime() - before;
    }
    System.out.printf("written: %.0f events/s%n", events / (nanos / 1e9));
  }

  /** What databases do by themselves after a while: look at how rows are spread. */
  private static void learn(Database database, Dialect dialect) {
    database.learn();
    if (dialect == Dialect.POSTGRESQL) {
      database.write(sql -> sql.update("analyze event"));
    }
  }

  private static void search(Database database) {
    Map<String, EventFilter.Values> filters = new LinkedHashMap<>();
    List<String> none = List.of();
    filters.put("all", values(none, none, none, none, none));
    filters.put("camera", values(List.of("cam7"), none, none, none, none));
    filters.put("3 cameras", values(List.of("cam7", "cam8", "cam40"), none, none, none, none));
    filters.put("label", values(none, List.of("dog"), none, none, none));
    filters.put("zone", values(none, none, List.of("yard"), none, none));
    filters.put("line", values(none, none, none, List.of("door"), none));
    filters.put("type", values(none, none, none, none, List.of("zone.entered")));
    filters.put(
        "camera+label+type",
        values(List.of("cam7"), List.of("dog"), none, none, List.of("track.ended")));
    filters.put("camera+label", values(List.of("cam7"), List.of("dog"), none, none, none));
    filters.put("camera+zone", values(List.of("cam7"), none, List.of("ramp"), none, none));
    filters.put("camera+type", values(List.of("cam7"), none, none, none, List.of("line.crossed")));
    filters.put("label+type", values(none, List.of("dog"), none, none, List.of("track.ended")));
    filters.put("zone+label", values(none, List.of("dog"), List.of("ramp"), none, none));
    filters.put(
        "camera+type that is not there",
        values(List.of("cam7"), none, none, none, List.of("zone.crowded")));
    filters.put(
        "camera+label, most types",
        values(List.of("cam7"), List.of("dog"), none, none, MOST_TYPES));
    filters.put("most types", values(none, none, none, none, MOST_TYPES));
    filters.put(
        "3 cameras+2 labels+most types",
        values(List.of("cam7", "cam8", "cam40"), List.of("dog", "car"), none, none, MOST_TYPES));
    filters.put("label that is not there", values(none, List.of("cow"), none, none, none));
    filters.forEach(
        (name, values) -> tell(name, database, filter(values, Optional.empty(), Optional.empty())));
    EventFilter.Values all = values(none, none, none, none, none);
    tell(
        "not reviewed",
        database,
        new EventFilter(ALWAYS, all, Optional.empty(), Optional.empty(), Optional.of(false)));
    tell(
        "reviewed, of which there are none",
        database,
        new EventFilter(ALWAYS, all, Optional.empty(), Optional.empty(), Optional.of(true)));
    measure(
        "labels",
        () ->
            database.<List<String>>read(
                sql ->
                    sql.list(
                        EventPart.values("label", CameraScope.ALL), row -> row.text("value"))));
    measure(
        "zones of one camera",
        () ->
            database.<List<String>>read(
                sql ->
                    sql.list(
                        EventPart.values("zone", CameraScope.of(List.of("cam7"))),
                        row -> row.text("value"))));
    tell("track", database, filter(all, Optional.of("cam7/9"), Optional.empty()));
    tell("confidence", database, filter(all, Optional.empty(), Optional.of(0.95)));
  }

  private static EventFilter.Values values(
      List<String> cameras,
      List<String> labels,
      List<String> zones,
      List<String> lines,
      List<String> types) {
    return new EventFilter.Values(cameras, labels, zones, lines, types);
  }

  private static EventFilter filter(
      EventFilter.Values values, Optional<String> track, Optional<Double> confidence) {
    return new EventFilter(ALWAYS, values, track, confidence, Optional.empty());
  }

  private static void tell(String name, Database database, EventFilter filter) {
    measure(
        "newest 50, " + name,
        () ->
            database.<List<EventRow>>read(
                sql ->
                    sql.list(
                        filter
                            .query(EventRow.COLUMNS, CameraScope.ALL)
                            .then("order by at desc, seq desc limit 50"),
                        EventRow::of)));
  }

  private static void day(Database database) {
    long from = BEGIN.plus(Duration.ofDays(7)).getEpochSecond() * 1_000_000;
    TimeSpan day = new TimeSpan(from, from + 86_400_000_000L);
    List<String> none = List.of();
    EventFilter filter =
        new EventFilter(
            day,
            values(none, none, none, none, none),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    measure(
        "histogram of a day by 10 min",
        () ->
            database.<List<Long>>read(
                sql ->
                    sql.list(
                        filter
                            .query(
                                "select (at - ?) / ? as slot, count(*) as number from event",
                                CameraScope.ALL,
                                from,
                                600_000_000L)
                            .then("group by 1 order by 1"),
                        row -> row.number("number"))));
  }

  private static void measure(String what, Runnable work) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      long before = System.nanoTime();
      work.run();
      nanos.add(System.nanoTime() - before);
    }
    Collections.sort(nanos);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms%n",
        what, nanos.get(TIMES / 2) / 1e6, nanos.get(TIMES * 95 / 100) / 1e6);
  }
}
