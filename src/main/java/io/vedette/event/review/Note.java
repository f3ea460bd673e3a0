package io.vedette.event.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A remark of somebody on an event or a track. Immutable.
 *
 * @param id the id, which no other note has
 * @param text up to {@value #LONGEST} characters, of any kind
 */
public record Note(
    String id, Subject subject, String camera, Instant at, Author author, String text)
    implements ReviewRecord {
  /** The most characters of a text. */
  public static final int LONGEST = 2000;

  static final String TYPE = "note";

  /** CloudEvents' type. */
  public static final String CLOUD_EVENTS_TYPE = "io.vedette.note.v1";

  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  /**
   * The event or track that a note is about.
   *
   * @param id the id of the event or the track
   */
  public record Subject(Kind kind, String id) {
    /** The kinds of subjects. */
    public enum Kind {
      EVENT,
      TRACK;

      /** The kind's name in records, which is also its table's. */
      public String wireName() {
        return this == EVENT ? "event" : "track";
      }
    }
  }

  @Override
  public ReviewKey key() {
    return new ReviewKey(ReviewKey.Kind.NOTE, id);
  }

  @Override
  public String cloudEventsType() {
    return CLOUD_EVENTS_TYPE;
  }

  @Override
  public ObjectNode tree() {
    ObjectNode json = Json.begin(id, TYPE, this);
    return json.put(subject.kind().wireName(), subject.id()).put("text", text);
  }

  static Note read(CheckedJson root) {
    Subject.Kind kind = root.has("event") ? Subject.Kind.EVENT : Subject.Kind.TRACK;
    String text = root.text("text");
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "text: expected 1 to %d characters, found %d".formatted(LONGEST, text.length()));
    }
    return new Note(
        root.text("id", "36 hexadecimal digits and -", id -> ID.matcher(id).matches()),
        new Subject(kind, root.joined(kind.wireName())),
        Names.camera("camera", root.name("camera")),
        root.time("at"),
        Author.read(root),
        text);
  }
}
