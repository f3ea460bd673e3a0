package io.vedette.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.runtime.TestSupervision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MinuteLineTest {
  private static final Instant START = Instant.parse("2026-11-23T22:40:30Z");

  private final Map<String, Long> counts = new ConcurrentSkipListMap<>();
  private final AtomicReference<Instant> clock = new AtomicReference<>(START);
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Test
  void shouldTellAfterEachMinuteWhatWasDoneInIt() {
    MinuteLine.Work work = new MinuteLine.Work("track", () -> counts);
    try (MinuteLine line =
        new MinuteLine(work, lines::add, clock::get, TestSupervision.essential())) {
      line.start();
      counts.putAll(Map.of("frames", 598L, "events", 2L));
      pass(Duration.ofSeconds(31), 1);
      counts.put("frames", 1000L);
      pass(Duration.ofMinutes(1), 2);
      pass(Duration.ofMinutes(1), 3);
      counts.put("events", 3L);
    }

    assertThat(lines)
        .containsExactly(
            "track: 2 events, 598 frames in 30 s",
            "track: 402 frames in 1 min",
            "track: nothing in 1 min",
            "track: 1 events in 1 s");
  }

  private void pass(Duration time, int reported) {
    clock.set(clock.get().plus(time));
    await().atMost(Duration.ofSeconds(10)).until(() -> lines.size() == reported);
  }
}
