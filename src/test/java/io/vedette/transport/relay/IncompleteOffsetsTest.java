package io.vedette.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncompleteOffsetsTest {
  private static final TopicPartition GATE = new TopicPartition("alerts", 3);

  private final IncompleteOffsets offsets = new IncompleteOffsets();

  @Test
  void shouldCommitThePlainOffsetWhereNothingIsLeft() {
    offsets.done(GATE, 4);

    assertThat(offsets.noted(Map.of(GATE, new OffsetAndMetadata(5, "note"))))
        .isEqualTo(Map.of(GATE, new OffsetAndMetadata(5, "note")));
  }

  @Test
  void shouldTakeUpAfterAnyOrderOfWork() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      long first = random.nextLong(1L << 40);
      IncompleteOffsets worker = new IncompleteOffsets();
      TreeSet<Long> left = new TreeSet<>();
      long end = first;
      for (int step = 0; step < 200; step++) {
        if (!left.isEmpty() && random.nextInt(3) == 0) {
          long again = left.stream().skip(random.nextInt(left.size())).findFirst().orElseThrow();
          worker.done(GATE, again);
          left.remove(again);
          continue;
        }
        end += random.nextInt(10) == 0 ? random.nextInt(1000) : 0; // markers of transactions
        if (random.nextBoolean()) {
          worker.leave(GATE, end);
          left.add(end);
        } else {
          worker.done(GATE, end);
        }
        end++;
      }
      worker.done(GATE, end);

      OffsetAndMetadata committed =
          worker.noted(Map.of(GATE, new OffsetAndMetadata(end + 1))).get(GATE);
      IncompleteOffsets next = new IncompleteOffsets();
      next.gained(GATE, committed);

      assertThat(committed.offset()).isEqualTo(left.isEmpty() ? end + 1 : left.first());
      for (long offset = committed.offset(); offset <= end; offset++) {
        boolean isToDo = left.contains(offset);
        assertThat(next.isDone(GATE, offset)).as("seed %d, %d", seed, offset).isEqualTo(!isToDo);
      }
      assertThat(next.isDone(GATE, end + 1)).isFalse();
    }
  }

  @Test
  void shouldFitIntoKafkasMetadata() {
    long place = 1L << 60;
    for (int i = 0; i < 200; i++) {
      offsets.leave(GATE, place);
      place += 1L << 40;
    }
    offsets.done(GATE, place);

    String note =
        offsets.noted(Map.of(GATE, new OffsetAndMetadata(place + 1))).get(GATE).metadata();

    assertThat(note).hasSizeLessThan(4096);
  }

  @Test
  void shouldForgetPartitionsThatAreGone() {
    offsets.leave(GATE, 3);
    offsets.done(GATE, 4);

    offsets.lost(List.of(GATE));

    assertThat(offsets.isDone(GATE, 4)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "incomplete:", "incomplete:-1", "incomplete:x!", "incomplete:3..4", "other:3"})
  void shouldDoAgainWhatAnUnreadableNoteNames(String note) {
    offsets.gained(GATE, new OffsetAndMetadata(10, note));

    assertThat(offsets.isDone(GATE, 11)).isFalse();
  }
}
