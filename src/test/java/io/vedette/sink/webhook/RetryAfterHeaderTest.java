package io.vedette.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterHeaderTest {
  private static final Instant NOW = Instant.parse("2026-11-24T22:40:16Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "120, 120",
    "' 5 ', 5",
    "99999999999999999999, 2147483647",
    "'Tue, 24 Nov 2026 22:41:16 GMT', 60",
    "'Tue, 24 Nov 2026 22:39:16 GMT', 0",
  })
  void shouldReadSecondsAndDates(String header, long seconds) {
    assertThat(RetryAfterHeader.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({",", "''", "-1", "1.5", "soon", "'Tue, 24 Foo 2026 22:41:16 GMT'"})
  void shouldPassOverWhatIsNeither(String header) {
    assertThat(RetryAfterHeader.parse(header, NOW)).isEqualTo(Optional.empty());
  }
}
