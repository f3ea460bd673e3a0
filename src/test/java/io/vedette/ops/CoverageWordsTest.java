package io.vedette.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoverageWordsTest {
  @Test
  void shouldTellWhatWasDone() {
    assertThat(
            CoverageWords.of(
                new TreeMap<>(
                    Map.of(
                        "captured",
                        598L,
                        "inferred",
                        595L,
                        "dropped.stale",
                        2L,
                        "dropped.queue",
                        1L))))
        .isEqualTo("598 frames captured, 595 inferred, 3 dropped (1 queue, 2 stale)");
  }

  @Test
  void shouldTellOneAndNone() {
    assertThat(CoverageWords.of(Map.of("inferred", 1L))).isEqualTo("1 frame inferred");
    assertThat(CoverageWords.of(Map.of("dropped.stale", 1L)))
        .isEqualTo("1 frame dropped (1 stale)");
    assertThat(CoverageWords.of(Map.of())).isEqualTo("no frames");
  }
}
