package io.vedette.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationWordsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.35S, 350 ms",
    "PT1S, 1 s",
    "PT2.872S, 2.9 s",
    "PT15S, 15 s",
    "PT59.4S, 59.4 s",
    "PT59.96S, 1 min",
    "PT10M, 10 min",
    "PT1M1.4S, 1 min 1 s",
    "PT1H, 1 h",
    "PT1H30M, 1 h 30 min",
    "PT59M59.9S, 1 h",
    "PT24H, 1 d",
    "PT23H59M59S, 24 h",
    "PT168H, 7 d",
    "PT170H, 7 d 2 h",
    "PT-2.5S, -2.5 s",
  })
  void shouldTellDurationsInUnitsOfPeople(Duration duration, String words) {
    assertThat(DurationWords.of(duration)).isEqualTo(words);
  }
}
