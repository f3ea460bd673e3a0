package io.vedette.transport.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.attempt.FrameAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LateNoteTest {
  @Test
  void shouldStandBesideWhatElseIsNoted() {
    FrameAttempt attempt = new FrameAttempt("w1", 40, -1, new TreeSet<>(List.of(3L, 9L)));

    Map<String, String> notes = LateNote.added(Map.of("p", attempt.note()), Duration.ofSeconds(5));

    String note = notes.get("p");
    assertThat(FrameAttempt.parse(note)).isEqualTo(attempt);
    assertThat(LateNote.of(note)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void shouldSayNothingWhereNobodyIsLate() {
    Map<String, String> notes = Map.of("p", FrameAttempt.NONE.note());

    assertThat(LateNote.added(notes, Duration.ZERO)).isEqualTo(notes);
    assertThat(LateNote.of(FrameAttempt.NONE.note())).isZero();
    assertThat(LateNote.of("of another program, late=")).isZero();
    assertThat(LateNote.of("")).isZero();
  }
}
