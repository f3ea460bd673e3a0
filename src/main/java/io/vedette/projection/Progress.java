package io.vedette.projection;

import io.vedette.runtime.Failure;
import io.vedette.store.Sql;
import io.vedette.transport.table.PositionReader.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of each partition that are in the database, as far as this process knows. Confined to
 * one thread.
 */
final class Progress {
  private final Map<Place, Long> known = new HashMap<>();

  /** The present progress in the database. */
  static Progress read(Sql sql) {
    Progress progress = new Progress();
    sql.list(
            "select topic, partition_number, next_offset from progress",
            row ->
                Map.entry(
                    new Place(row.text("topic"), (int) row.number("partition_number")),
                    row.number("next_offset")))
        .forEach(entry -> progress.known.put(entry.getKey(), entry.getValue()));
    return progress;
  }

  OptionalLong next(Place place) {
    @Nullable Long next = known.get(place);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /**
   * Stores the offsets after some records, in the transaction of their rows.
   *
   * @throws Failure of action RETRY when the database has other offsets: another console wrote, or
   *     it was emptied
   */
  void store(Sql sql, Map<Place, Long> next) {
    Progress stored = read(sql);
    for (Place place : next.keySet()) {
      if (!stored.next(place).equals(next(place))) {
        throw Failure.retry(
            "another console has written records of %s meanwhile".formatted(place.topic()), null);
      }
    }
    sql.batch(
        "insert into progress (topic, partition_number, next_offset) values (?, ?, ?)"
            + " on conflict (topic, partition_number) do update set"
            + " next_offset = excluded.next_offset",
        next.entrySet().stream()
            .map(
                entry ->
                    List.<Object>of(
                        entry.getKey().topic(), entry.getKey().partition(), entry.getValue()))
            .toList());
  }

  /** Takes over offsets whose transaction was committed. */
  void advance(Map<Place, Long> next) {
    known.putAll(next);
  }
}
