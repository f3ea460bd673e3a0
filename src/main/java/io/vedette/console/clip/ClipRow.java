package io.vedette.console.clip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.clip.pack.PackStore;
import io.vedette.event.clip.ClipSpan;
import io.vedette.store.Micros;
import io.vedette.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * A clip as the database knows it. Immutable.
 *
 * @param kept null when nobody keeps it
 * @param track whose it is; null when it is no object's
 * @param alert that it is of; null when it is of none
 * @param key by which lists are ordered after the time
 */
record ClipRow(
    ClipSpan span,
    @Nullable Kept kept,
    @Nullable Track track,
    @Nullable AlertText alert,
    long orderedAt,
    String key) {
  static final String KEPT = "select id, camera, began, ended, name, kept, account from clip";

  /** The name under which somebody keeps the clip, since when, and who. */
  record Kept(String name, long at, String by) {}

  /** The object that is in it. */
  record Track(String id, String label) {}

  /** The alert that was raised in it. */
  record AlertText(String id, String rule, String message) {}

  /** A span of time alone. */
  static ClipRow of(ClipSpan span) {
    return new ClipRow(span, null, null, null, span.from(), span.key());
  }

  /** A row of {@link #KEPT}. */
  static ClipRow ofKept(Row row) {
    ClipSpan span = new ClipSpan(row.text("camera"), row.number("began"), row.number("ended"));
    Kept kept = new Kept(row.text("name"), row.number("kept"), row.text("account"));
    return new ClipRow(span, kept, null, null, span.from(), row.text("id"));
  }

  /** The same, of what is kept in place of it. */
  ClipRow as(ClipRow other) {
    return new ClipRow(other.span, other.kept, track, alert, orderedAt, key);
  }

  /** As it is answered, with what there is of it on this disk. */
  ObjectNode json(PackStore.Sum sum) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("camera", span.camera()).put("clip", span.text());
    json.put("from", span.begin().toString()).put("to", span.end().toString());
    json.put("frames", sum.frames()).put("bytes", sum.bytes());
    json.put("until", kept != null || sum.until() == null ? null : sum.until().toString());
    json.put("track", track == null ? null : track.id());
    json.put("label", track == null ? null : track.label());
    if (alert == null) {
      json.putNull("alert");
    } else {
      json.putObject("alert")
          .put("id", alert.id())
          .put("rule", alert.rule())
          .put("message", alert.message());
    }
    if (kept == null) {
      return json.putNull("kept");
    }
    json.putObject("kept")
        .put("name", kept.name())
        .put("at", Micros.instant(kept.at()).toString())
        .put("by", kept.by());
    return json;
  }
}
