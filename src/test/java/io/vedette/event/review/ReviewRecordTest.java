package io.vedette.event.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.cli.Contracts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewRecordTest {
  private static final Instant AT = Instant.parse("2026-11-23T22:41:00.000123Z");
  private static final Author ANNA = new Author(new UUID(1, 2).toString(), "anna");
  private static final Author LOCAL = new Author(null, "local");
  private static final String EVENT = "gate/17/4211@9f2c41d07a3e/zone.entered/12/back yard";
  private static final ReviewMark MARK = new ReviewMark(EVENT, "gate", AT, ANNA);

  private static Note note(Note.Subject.Kind kind, String subject, String text) {
    return new Note(
        new UUID(3, 4).toString(), new Note.Subject(kind, subject), "gate", AT, LOCAL, text);
  }

  @Test
  void shouldReadWhatItWroteByItsSchema() {
    for (ReviewRecord record :
        List.of(
            MARK,
            note(Note.Subject.Kind.EVENT, EVENT, "<b>the postman</b>\n\u2028"),
            note(Note.Subject.Kind.TRACK, "gate/12", "a"))) {
      String schema = record instanceof Note ? "note" : "review";
      assertThat(new Contracts().problems(schema, record.json())).isEmpty();
      assertThat(ReviewRecord.read(record.key().text(), record.json()).value()).contains(record);
      assertThat(ReviewKey.read(record.key().text()).value()).contains(record.key());
    }
  }

  @Test
  void shouldRefuseARecordUnderAnotherKey() {
    assertThat(ReviewRecord.read("review/other", MARK.json()).reason()).startsWith("key: expected");
    assertThat(ReviewRecord.read(null, MARK.json()).reason()).startsWith("key: expected");
  }

  @Test
  void shouldRefuseATextThatIsTooLong() {
    Note longest = note(Note.Subject.Kind.EVENT, EVENT, "a".repeat(Note.LONGEST));
    Note longer = note(Note.Subject.Kind.EVENT, EVENT, "a".repeat(Note.LONGEST + 1));

    assertThat(ReviewRecord.read(longest.key().text(), longest.json()).reason()).isNull();
    assertThat(ReviewRecord.read(longer.key().text(), longer.json()).reason())
        .isEqualTo("text: expected 1 to 2000 characters, found 2001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "review/", "note", "reviews/a", "other/a"})
  void shouldRefuseWhatIsNoKey(String key) {
    assertThat(ReviewKey.read(key).reason()).startsWith("key: expected review/");
  }
}
