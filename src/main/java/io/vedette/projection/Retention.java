package io.vedette.projection;

import io.vedette.store.Database;
import io.vedette.store.Micros;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The deletion of rows that are too old, a few at a time. Thread-safe. */
final class Retention {
  /** The most rows of a table that are deleted in one transaction. */
  static final int MOST = 5_000;

  private static final List<String> STATEMENTS =
      List.of(
          "delete from event where seq in (select seq from event where at < ? order by at limit ?)",
          "delete from alert where seq in (select seq from alert where at < ? order by at limit ?)",
          "delete from track where id in (select id from track where started < ? and not exists"
              + " (select 1 from clip where clip.camera = track.camera"
              + " and clip.began <= track.started and clip.ended > track.started)"
              + " order by started limit ?)",
          "delete from window_count where id in (select id from window_count where began < ?"
              + " order by began limit ?)",
          "delete from review where subject in (select subject from review where at < ?"
              + " order by at limit ?)",
          "delete from note where id in (select id from note where at < ? order by at limit ?)");
  private static final String COVERAGE =
      "delete from coverage where ended < ? and ended <= coalesce((select ended from coverage"
          + " where ended < ? order by ended limit 1 offset ?), ?)";

  private final Database database;
  private final Duration keep;
  private final InstantSource clock;

  Retention(Database database, Duration keep, InstantSource clock) {
    this.database = database;
    this.keep = keep;
    this.clock = clock;
  }

  /** Deletes some rows that are too old; whether there are more. */
  boolean round() {
    long before = Micros.of(clock.instant().minus(keep));
    boolean hasMore = false;
    for (String statement : STATEMENTS) {
      hasMore |= database.<Integer>write(sql -> sql.update(statement, before, MOST)) == MOST;
    }
    hasMore |=
        database.<Integer>write(sql -> sql.update(COVERAGE, before, before, MOST, before)) >= MOST;
    if (hasMore) {
      database.shrink();
    } else {
      database.learn();
    }
    return hasMore;
  }
}
