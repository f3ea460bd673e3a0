package io.vedette.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeOrderTest {
  private static final Instant START = Instant.parse("2026-11-29T18:00:00Z");

  /** Something that happens, and is known of later. */
  private record Happening(Instant at, Instant known) {}

  @Test
  void shouldPutInOrderWhatComesLateWithinTheUsual() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TimeOrder<Instant> order = new TimeOrder<>(START);
      List<Happening> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Instant at = START.plusMillis(random.nextInt(60_000));
        all.add(new Happening(at, at.plusMillis(random.nextInt(3_000))));
      }
      all.sort(Comparator.comparing(Happening::known));
      List<Instant> reported = new ArrayList<>();
      for (Happening happening : all) {
        order.add(happening.at(), happening.at(), happening.known());
        order.due(happening.known()).forEach(timed -> reported.add(timed.what()));
      }
      order.rest().forEach(timed -> reported.add(timed.what()));

      assertThat(reported).as("seed %d", seed).hasSize(200).isSorted();
    }
  }

  @Test
  void shouldHoldBackForAsLongAsThingsCameLateOfLate() {
    TimeOrder<String> order = new TimeOrder<>(START);
    Instant later = START.plus(Duration.ofMinutes(1));
    order.noteLate(later.minusMillis(4_000), later);
    order.add(later, "now", later);

    assertThat(order.due(later.plusMillis(4_500))).isEmpty();
    assertThat(order.due(later.plusMillis(4_700))).hasSize(1);

    Instant calm = later.plus(Duration.ofMinutes(1));
    order.add(calm, "calm", calm.plusMillis(100));
    assertThat(order.due(calm.plusMillis(100))).isEmpty();
    assertThat(order.due(calm.plusMillis(800))).hasSize(1);
  }

  @Test
  void shouldKeepTheOrderOfWhatHappensAtOnce() {
    TimeOrder<Integer> order = new TimeOrder<>(START);
    for (int i = 0; i < 10; i++) {
      order.add(START, i, START);
    }

    assertThat(order.due(START.plusSeconds(10)))
        .extracting(TimeOrder.Timed::what)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }
}
