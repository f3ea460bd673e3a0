package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  @Test
  void shouldTakeTheRateWantedOutOfWhatComes() {
    assertThat(taken(new Sampler(5), 25, 1)).isBetween(49L, 51L);
    assertThat(taken(new Sampler(5), 12, 1)).isBetween(49L, 51L);
    assertThat(taken(new Sampler(0), 25, 1)).isEqualTo(250);
  }

  @Test
  void shouldTakeAShareOfIt() {
    assertThat(taken(new Sampler(5), 25, 0.5)).isBetween(24L, 26L);
    assertThat(taken(new Sampler(0), 20, 0.5)).isEqualTo(100);
    assertThat(taken(new Sampler(0), 20, 0.25)).isBetween(49L, 51L);
  }

  @Test
  void shouldGoOnAfterAClockThatWentBack() {
    Sampler sampler = new Sampler(5);
    sampler.takes(100_000_000);

    assertThat(sampler.takes(1_000)).isTrue();
  }

  /** Pictures taken of ten seconds. */
  private static long taken(Sampler sampler, int fps, double share) {
    return LongStream.range(0, 10L * fps)
        .filter(picture -> sampler.takes(picture * 1_000_000 / fps, share))
        .count();
  }
}
