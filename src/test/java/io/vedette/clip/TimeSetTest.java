package io.vedette.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSetTest {
  private static final int TIMES = 60;

  @Test
  void shouldHoldTheTimesThatWereAddedAndNotTakenOut() {
    RandomCases.check(
        2000,
        random -> {
          TimeSet set = new TimeSet();
          BitSet model = new BitSet(TIMES);
          for (int i = 0; i < 12; i++) {
            int from = random.nextInt(TIMES);
            int to = from + random.nextInt(TIMES - from);
            if (random.nextInt(3) > 0) {
              set.add(from, to);
              model.set(from, to);
            } else {
              set.remove(from, to);
              model.clear(from, to);
            }
          }

          for (int time = 0; time < TIMES; time++) {
            assertThat(set.contains(time)).as("time " + time).isEqualTo(model.get(time));
          }
          assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
          assertApart(set.spans());
        });
  }

  private static void assertApart(List<TimeSet.Span> spans) {
    for (int i = 0; i < spans.size(); i++) {
      assertThat(spans.get(i).from()).isLessThan(spans.get(i).to());
      if (i > 0) {
        assertThat(spans.get(i - 1).to()).isLessThanOrEqualTo(spans.get(i).from());
      }
    }
  }
}
