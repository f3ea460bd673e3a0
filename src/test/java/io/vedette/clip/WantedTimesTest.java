package io.vedette.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.clip.WantedTimes.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedTimesTest {
  @Test
  void shouldGiveASpanOnceItIsOver() {
    WantedTimes wanted = new WantedTimes();
    wanted.add("gate", 3, 1_000, 6_000);

    assertThat(wanted.ready(5_999)).isEmpty();
    assertThat(wanted.ready(6_000)).containsExactly(new Part("gate", 3, 1_000, 6_000));
  }

  @Test
  void shouldGiveALongSpanInPartsWhileItGoesOn() {
    WantedTimes wanted = new WantedTimes();
    wanted.add("gate", 3, 0, 100_000);

    assertThat(wanted.ready(9_999)).isEmpty();
    assertThat(wanted.ready(25_000)).containsExactly(new Part("gate", 3, 0, 10_000));
  }

  /** Whatever comes in whatever order: each wanted time is copied once, and none besides. */
  @Test
  void shouldHaveEachWantedTimeCopiedOnce() {
    RandomCases.check(
        300,
        random -> {
          WantedTimes wanted = new WantedTimes();
          BitSet asked = new BitSet();
          BitSet copied = new BitSet();
          int now = 0;
          for (int i = 0; i < 60; i++) {
            int at = Math.max(0, now - random.nextInt(5_000));
            if (random.nextInt(3) > 0) {
              int from = Math.max(0, at - 5_000);
              wanted.add("gate", 0, from, at + 5_000);
              asked.set(from, at + 5_000);
            }
            now += random.nextInt(4_000);
            copy(wanted, now, copied);
          }
          while (wanted.end() > 0) {
            now += 10_000;
            copy(wanted, now, copied);
          }

          assertThat(copied).isEqualTo(asked);
          assertThat(wanted.isWanting(Long.MAX_VALUE)).isFalse();
        });
  }

  private static void copy(WantedTimes wanted, int now, BitSet copied) {
    List<Part> parts = new ArrayList<>(wanted.ready(now));
    for (Part part : parts) {
      assertThat(part.to()).isLessThanOrEqualTo(now);
      assertThat(copied.get((int) part.from(), (int) part.to()).cardinality()).isZero();
      copied.set((int) part.from(), (int) part.to());
      wanted.done(part);
    }
  }
}
