package io.vedette.ingest.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T22:40:47Z");
  private static final long SETTINGS = 5;

  private final AttemptHistory history = new AttemptHistory();
  private long session;

  @Test
  void shouldCountTheEndOfAProcessThatWasOpeningACamera() {
    claim("gate", Attempt.first("first", SETTINGS));

    Attempt second = next("gate", "second");
    assertThat(second.deaths()).isEqualTo(1);
    assertThat(second.process()).isEqualTo("second");

    claim("gate", second);
    Attempt third = next("gate", "third");
    assertThat(third.deaths()).isEqualTo(2);
    assertThat(third.isDue(NOW)).isFalse();
    assertThat(third.isDue(NOW.plus(Attempt.wait(2)))).isTrue();
  }

  @Test
  void shouldLayAnEndToTheNewestCameraOnly() {
    note("gate", CameraState.LIVE, Attempt.first("first", SETTINGS).shown(500));
    note("yard", CameraState.LIVE, Attempt.first("first", SETTINGS).shown(4));

    assertThat(next("gate", "second").hits()).isZero();
    assertThat(next("yard", "second").deaths()).isEqualTo(1);
  }

  @Test
  void shouldGiveAllNodesTheSameAnswerWhoeverClaimsFirst() {
    claim("gate", Attempt.first("first", SETTINGS));
    claim("yard", Attempt.first("first", SETTINGS));
    Attempt before = next("gate", "second");

    claim("yard", next("yard", "third"));

    assertThat(next("gate", "second")).isEqualTo(before);
    assertThat(before.isAlone()).isFalse();
  }

  @Test
  void shouldNotCountAHandOver() {
    claim("gate", Attempt.first("first", SETTINGS));
    note("gate", CameraState.CONNECTING, Attempt.first("first", SETTINGS).parting(true));

    assertThat(history.deadReader("gate", "second")).isNull();
    assertThat(next("gate", "second").hits()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"RELEASED", "REMOVED", "ENDED", "QUARANTINED"})
  void shouldNotCountACameraThatWasNotRead(CameraState state) {
    claim("gate", Attempt.first("first", SETTINGS));
    note("gate", state, Attempt.first("first", SETTINGS));

    assertThat(next("gate", "second").hits()).isZero();
  }

  @Test
  void shouldNotBlameItsOwnProcess() {
    claim("gate", Attempt.first("first", SETTINGS));

    assertThat(next("gate", "first").hits()).isZero();
  }

  @Test
  void shouldForgetAllWhenSettingsChange() {
    claim("gate", Attempt.first("first", SETTINGS).hitAlone(true, NOW).hitAlone(true, NOW));

    assertThat(history.next("gate", SETTINGS + 1, "second", NOW))
        .isEqualTo(Attempt.first("second", SETTINGS + 1));
  }

  @Test
  void shouldNameAProcessThatOnlySeemedToBeDead() {
    note("gate", CameraState.LIVE, Attempt.first("frozen", SETTINGS));
    long old = session;
    Attempt innocent = history.innocent("gate", SETTINGS, "second");
    claim("gate", next("gate", "second"));
    assertThat(history.takeReturned()).isEmpty();

    history.note(event("gate", CameraState.RELEASED, Attempt.first("frozen", SETTINGS), old, 9));

    assertThat(history.takeReturned()).containsExactly("frozen");
    assertThat(history.takeReturned()).isEmpty();
    assertThat(innocent.hits()).isZero();
    assertThat(next("gate", "third").process()).isEqualTo("third");
  }

  @Test
  void shouldPassOverWhatWasSentBefore() {
    note("gate", CameraState.CONNECTING, Attempt.first("first", SETTINGS).parting(true));
    history.note(event("gate", CameraState.CLAIMED, Attempt.first("first", SETTINGS), session, 0));

    assertThat(next("gate", "second").hits()).isZero();
  }

  @Test
  void shouldReadRecordsOfFormerVersions() {
    history.note(
        new CameraStateEvent("gate", CameraState.LIVE, 1, 0, "node", NOW, null, null, null, null));

    assertThat(next("gate", "second")).isEqualTo(Attempt.first("second", SETTINGS));
  }

  @Test
  void shouldDoubleTheWaitUpToAnHour() {
    assertThat(Attempt.wait(2)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Attempt.wait(4)).isEqualTo(Duration.ofMinutes(4));
    assertThat(Attempt.wait(1000)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void shouldHoldNoCameraLongerThanItsWaitWhenAClockWasSet() {
    Attempt held = Attempt.first("first", SETTINGS).hitAlone(true, NOW).hitAlone(true, NOW);

    assertThat(held.isDue(NOW.minus(Duration.ofDays(1)))).isTrue();
  }

  private Attempt next(String camera, String process) {
    return history.next(camera, SETTINGS, process, NOW);
  }

  private void claim(String camera, Attempt attempt) {
    history.note(event(camera, CameraState.CLAIMED, attempt, ++session, 0));
  }

  private void note(String camera, CameraState state, Attempt attempt) {
    history.note(event(camera, state, attempt, ++session, 3));
  }

  private static CameraStateEvent event(
      String camera, CameraState state, Attempt attempt, long session, long number) {
    return new CameraStateEvent(
        camera, state, session, number, "node", NOW, null, null, null, attempt);
  }
}
