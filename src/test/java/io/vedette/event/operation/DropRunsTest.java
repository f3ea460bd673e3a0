package io.vedette.event.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.frame.DropReason;
import io.vedette.frame.FrameId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DropRunsTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final DropRuns runs = new DropRuns();

  @Test
  void shouldJoinWhatTouchesOrOverlapsWhateverTheOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      TreeSet<Long> numbers = new TreeSet<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        long first = random.nextInt(60);
        int count = 1 + random.nextInt(8);
        runs.add(new FrameId("gate", 1, first), count, DropReason.STILL, AT);
        for (int k = 0; k < count; k++) {
          numbers.add(first + k);
        }
      }

      assertThat(spans(runs.take())).as("seed %d, round %d", seed, round).isEqualTo(spans(numbers));
    }
  }

  @Test
  void shouldTakeAnyNumberOfFramesAtOnce() {
    runs.add(new FrameId("gate", 1, 0), 1L << 53, DropReason.STILL, AT);
    runs.add(new FrameId("gate", 1, 5), DropReason.STILL, AT);

    assertThat(spans(runs.take())).containsExactly("0-" + ((1L << 53) - 1));
  }

  private static List<String> spans(List<DropEvent> events) {
    return events.stream().map(event -> event.first() + "-" + event.last()).toList();
  }

  private static List<String> spans(TreeSet<Long> numbers) {
    List<String> spans = new ArrayList<>();
    for (long number : numbers) {
      if (!numbers.contains(number - 1)) {
        long last = number;
        while (numbers.contains(last + 1)) {
          last++;
        }
        spans.add(number + "-" + last);
      }
    }
    return spans;
  }
}
