package io.vedette.event.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.cli.Contracts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptTest {
  private static final Instant NOW = Instant.parse("2026-11-23T22:40:47.123456Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void shouldReadWhatItWrote() throws IOException {
    Attempt attempt =
        Attempt.first("process", 7)
            .shown(13)
            .hitAlone(false, NOW)
            .hitAlone(true, NOW)
            .parting(true);

    assertThat(Attempt.read(MAPPER.readTree(attempt.json().toString()))).isEqualTo(attempt);
    assertThat(attempt.retryAt()).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void shouldGoWithTheStateItIsPartOf() {
    Attempt attempt = Attempt.first("process", 7).shown(13);
    CameraStateEvent event =
        new CameraStateEvent(
            "gate", CameraState.LIVE, 17, 3, "node", NOW, null, null, null, attempt);

    assertThat(CameraStateEvent.read(event.json())).isEqualTo(event);
    assertThat(attempt.shownSeconds()).isEqualTo(12);
    assertThat(new Contracts().problems("owner", event.json())).isEmpty();
  }

  @Test
  void shouldBeAsDocumentedWhereACameraIsHeldBack() {
    CameraStateEvent.Problem problem = new CameraStateEvent.Problem("quarantined", "2 nodes ended");
    Attempt attempt = Attempt.first("process", 7).hitAlone(true, NOW).hitAlone(true, NOW);
    CameraStateEvent event =
        new CameraStateEvent(
            "gate", CameraState.QUARANTINED, 17, 3, "node", NOW, problem, null, null, attempt);

    assertThat(new Contracts().problems("owner", event.json())).isEmpty();
    assertThat(new Contracts().problems("operation-event", event.json())).isEmpty();
  }

  @Test
  void shouldForgetHitsOnceItIsProven() {
    Attempt attempt = Attempt.first("process", 7).hitAlone(true, NOW).hitAlone(true, NOW);

    assertThat(attempt.isQuarantined()).isTrue();
    assertThat(attempt.shown(119).isQuarantined()).isTrue();
    assertThat(attempt.shown(120)).isEqualTo(Attempt.first("process", 7).shown(120));
    assertThat(attempt.shown(120).isProven()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"process\":5}",
        "{\"process\":\"\"}",
        "{\"process\":\"p\",\"retry_at\":\"soon\"}"
      })
  void shouldBeNoneWhereTheRecordHoldsNone(String json) throws IOException {
    assertThat(Attempt.read(MAPPER.readTree(json))).isNull();
  }

  @Test
  void shouldBoundWildNumbers() {
    String json =
        "{\"process\":\"p\",\"deaths\":1e300,\"hits\":-5,\"shown_s\":99999999999,\"fatal_s\":-1}";
    byte[] event =
        """
        {"camera":"gate","state":"live","at":"2026-11-23T22:40:47Z","attempt":%s}\
        """
            .formatted(json)
            .getBytes(StandardCharsets.UTF_8);

    Attempt attempt = CameraStateEvent.read(event).attempt();

    assertThat(attempt).isNotNull();
    assertThat(attempt.deaths()).isBetween(0, 1000);
    assertThat(attempt.hits()).isZero();
    assertThat(attempt.shownSeconds()).isBetween(0, 120);
    assertThat(Attempt.wait(attempt.deaths())).isLessThanOrEqualTo(Duration.ofHours(1));
  }
}
