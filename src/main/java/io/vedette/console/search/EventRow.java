package io.vedette.console.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.store.Micros;
import io.vedette.store.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the database's table of events. Immutable.
 *
 * @param columns the texts in the order of {@link #TEXTS}; null where there is none
 * @param body the record of Kafka
 * @param remarks the remarks of people
 */
record EventRow(
    long seq,
    long at,
    List<@Nullable String> columns,
    @Nullable Double confidence,
    String body,
    Remarks remarks) {
  static final String COLUMNS =
      "select seq, id, at, camera, type, label, zone, line, track, confidence, body,"
          + " (select r.at from review r where r.subject = event.id) as reviewed_at,"
          + " (select r.name from review r where r.subject = event.id) as reviewed_by,"
          + " (select count(*) from note n where n.subject = event.id and n.kind = 'event') as notes"
          + " from event";

  /** The names of columns of texts, which are also the names of fields. */
  static final List<String> TEXTS =
      List.of("id", "camera", "type", "label", "zone", "line", "track");

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The remarks of people on an event.
   *
   * @param reviewedAt null when nobody has looked at it
   * @param notes number of notes
   */
  record Remarks(@Nullable Long reviewedAt, @Nullable String reviewedBy, long notes) {
    private void put(ObjectNode json) {
      if (reviewedAt != null) {
        json.putObject("reviewed")
            .put("at", Micros.instant(reviewedAt).toString())
            .put("name", reviewedBy);
      }
      if (notes > 0) {
        json.put("notes", notes);
      }
    }
  }

  static EventRow of(Row row) {
    return new EventRow(
        row.number("seq"),
        row.number("at"),
        TEXTS.stream().map(row::maybeText).toList(),
        row.maybeDecimal("confidence"),
        row.text("body"),
        new Remarks(
            row.maybeNumber("reviewed_at"), row.maybeText("reviewed_by"), row.number("notes")));
  }

  /** The event's JSON; absent values are left out. */
  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("seq", seq).put("at", Micros.instant(at).toString());
    for (int i = 0; i < TEXTS.size(); i++) {
      @Nullable String text = columns.get(i);
      if (text != null) {
        json.put(TEXTS.get(i), text);
      }
    }
    if (confidence != null) {
      json.put("confidence", confidence);
    }
    remarks.put(json);
    json.set("record", record());
    return json;
  }

  /** The field of the record at a JSON pointer; empty where there is none. */
  String of(String pointer) {
    return record().at(pointer).asText("");
  }

  /** The event's type, as {@code zone.entered}. */
  String type() {
    return String.valueOf(columns.get(TEXTS.indexOf("type")));
  }

  private JsonNode record() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode(); // it was read before it was stored
    }
  }
}
