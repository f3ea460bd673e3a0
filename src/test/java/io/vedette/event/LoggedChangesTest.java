package io.vedette.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.GoldenFile;
import io.vedette.event.audit.AuditRecord;
import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.event.review.Author;
import io.vedette.event.review.Note;
import io.vedette.event.review.ReviewMark;
import io.vedette.event.review.ReviewRecord;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The records of what people do in the console, as an earlier version wrote them. */
class LoggedChangesTest {
  private static final Instant AT = Instant.parse("2026-11-23T22:40:16.123456Z");
  private static final String EVENT = "gate/17/4211@9f2c41d07a3e/zone.entered/12/yard";
  private static final String ID = "0b6f7a4e-0000-4000-8000-00000000000";
  private static final Author ANNA = new Author("a-1", "Anna Ängström");
  private static final Author LOCAL = new Author(null, "this machine");

  private static final List<AuditRecord> AUDIT =
      List.of(
          new AuditRecord(
              ID + "1", AT, new AuditRecord.Who("a-1", "Anna"), "changeCamera", "gate", change()),
          new AuditRecord(
              ID + "2",
              AT,
              new AuditRecord.Who(null, "this machine"),
              "createAccount",
              null,
              JsonNodeFactory.instance.objectNode()));
  private static final KeptClip CLIP =
      new KeptClip(
          new ClipSpan("gate", 1795473616000000L, 1795473626000000L),
          "the \"burglar\"",
          AT,
          "Anna");
  private static final List<ReviewRecord> REVIEWS =
      List.of(
          new ReviewMark(EVENT, "gate", AT, ANNA),
          new Note(
              ID + "3",
              new Note.Subject(Note.Subject.Kind.EVENT, EVENT),
              "gate",
              AT,
              LOCAL,
              "one\nline"),
          new Note(
              ID + "4",
              new Note.Subject(Note.Subject.Kind.TRACK, "gate/12"),
              "gate",
              AT,
              ANNA,
              "é"));

  private static ObjectNode change() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode().put("fps", 2.5);
    return JsonNodeFactory.instance.objectNode().set("settings", settings);
  }

  @Test
  void shouldWriteTheSameBytesAsAnEarlierVersion() {
    Stream<byte[]> records =
        Stream.of(
                AUDIT.stream().map(AuditRecord::json),
                Stream.of(CLIP.json()),
                REVIEWS.stream().map(ReviewRecord::json))
            .flatMap(each -> each);

    GoldenFile.assertSame(
        "changes.jsonl", records.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList());
  }

  @Test
  void shouldReadWhatAnEarlierVersionWrote() {
    List<byte[]> lines =
        GoldenFile.read("changes.jsonl").stream()
            .map(line -> line.getBytes(StandardCharsets.UTF_8))
            .toList();

    assertThat(value(AuditRecord.read(lines.get(0)))).isEqualTo(AUDIT.get(0));
    assertThat(value(AuditRecord.read(lines.get(1)))).isEqualTo(AUDIT.get(1));
    assertThat(value(KeptClip.read(CLIP.span().key(), lines.get(2)))).isEqualTo(CLIP);
    for (int i = 0; i < REVIEWS.size(); i++) {
      ReviewRecord written = REVIEWS.get(i);
      assertThat(value(ReviewRecord.read(written.key().text(), lines.get(3 + i))))
          .isEqualTo(written);
    }
  }

  private static <T> T value(Reading<T> reading) {
    return reading
        .orElse(
            defect -> {
              throw new AssertionError(defect);
            })
        .orElseThrow();
  }
}
