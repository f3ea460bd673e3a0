package io.vedette.event.review;

import io.vedette.validation.Reading;
import org.jspecify.annotations.Nullable;

/**
 * The key of a review's record: {@code review/<event id>} or {@code note/<note id>}. Immutable.
 *
 * @param id the id of the reviewed event, or of the note
 */
public record ReviewKey(Kind kind, String id) {
  private static final int LONGEST = 700;

  /** The kinds of records. */
  public enum Kind {
    REVIEW("review/"),
    NOTE("note/");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** The key's text in Kafka. */
  public String text() {
    return kind.prefix + id;
  }

  /** Reads a key; a defect when it is none. */
  public static Reading<ReviewKey> read(@Nullable String text) {
    return Reading.of(() -> parse(text));
  }

  private static ReviewKey parse(@Nullable String text) {
    if (text != null && text.length() <= LONGEST) {
      for (Kind kind : Kind.values()) {
        if (text.startsWith(kind.prefix) && text.length() > kind.prefix.length()) {
          return new ReviewKey(kind, text.substring(kind.prefix.length()));
        }
      }
    }
    throw new IllegalArgumentException("key: expected review/… or note/…, found " + text);
  }
}
