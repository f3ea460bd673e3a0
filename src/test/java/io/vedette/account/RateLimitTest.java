package io.vedette.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  @Test
  void shouldAllowFiveAMinuteForEach() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    RateLimit limit = new RateLimit(5, now::get);
    for (int i = 0; i < 5; i++) {
      assertThat(limit.allows("a")).isTrue();
    }

    assertThat(limit.allows("a")).isFalse();
    assertThat(limit.allows("b")).isTrue();
    now.set(Instant.EPOCH.plusSeconds(12));
    assertThat(limit.allows("a")).isTrue();
    assertThat(limit.allows("a")).isFalse();
    now.set(Instant.EPOCH);
    assertThat(limit.allows("a")).as("a clock that goes back").isFalse();
  }
}
