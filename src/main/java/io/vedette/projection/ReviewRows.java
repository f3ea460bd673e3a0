package io.vedette.projection;

import io.vedette.event.review.Note;
import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewMark;
import io.vedette.event.review.ReviewRecord;
import io.vedette.store.Micros;
import io.vedette.store.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of reviews and notes, and of removed ones; of each key only the last. An event's own row
 * has its mark, too, for searches. Confined to one thread.
 */
final class ReviewRows {
  private static final String MARK =
      "insert into review (subject, at, account, name) values (?, ?, ?, ?)"
          + " on conflict (subject) do update set at = excluded.at, account = excluded.account,"
          + " name = excluded.name";
  private static final String UNMARK = "delete from review where subject = ?";
  private static final String MARKED = "update event set reviewed = ? where id = ?";
  private static final String NOTE =
      "insert into note (id, kind, subject, at, account, name, text) values (?, ?, ?, ?, ?, ?, ?)"
          + " on conflict (id) do update set at = excluded.at, text = excluded.text";
  private static final String FORGET = "delete from note where id = ?";

  private final Map<ReviewKey, ReviewRecord> said = new LinkedHashMap<>();
  private final Set<ReviewKey> taken = new LinkedHashSet<>();

  void add(ReviewRecord record) {
    taken.remove(record.key());
    said.put(record.key(), record);
  }

  void remove(ReviewKey key) {
    said.remove(key);
    taken.add(key);
  }

  void write(Sql sql) {
    List<List<@Nullable Object>> marks = new ArrayList<>();
    List<List<@Nullable Object>> notes = new ArrayList<>();
    List<List<@Nullable Object>> events = new ArrayList<>();
    for (ReviewRecord record : said.values()) {
      if (record instanceof ReviewMark mark) {
        marks.add(row(mark));
        events.add(row(1, mark.event()));
      } else if (record instanceof Note note) {
        notes.add(row(note));
      }
    }
    taken(ReviewKey.Kind.REVIEW).forEach(mark -> events.add(row(0, mark.get(0))));
    sql.batch(MARK, marks);
    sql.batch(UNMARK, taken(ReviewKey.Kind.REVIEW));
    sql.batch(MARKED, events);
    sql.batch(NOTE, notes);
    sql.batch(FORGET, taken(ReviewKey.Kind.NOTE));
  }

  private List<List<@Nullable Object>> taken(ReviewKey.Kind kind) {
    return taken.stream().filter(key -> key.kind() == kind).map(key -> row(key.id())).toList();
  }

  private static List<@Nullable Object> row(ReviewMark mark) {
    return row(mark.event(), Micros.of(mark.at()), mark.author().account(), mark.author().name());
  }

  private static List<@Nullable Object> row(Note note) {
    return row(
        note.id(),
        note.subject().kind().wireName(),
        note.subject().id(),
        Micros.of(note.at()),
        note.author().account(),
        note.author().name(),
        note.text());
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
