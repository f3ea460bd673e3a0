package io.vedette.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.attempt.FrameAttempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RelaySuspicionTest {
  private static final TopicPartition PLACE = new TopicPartition("events", 0);
  private static final String FOUND =
      new FrameAttempt("another", 5, 3, new TreeSet<>(List.of(1L))).note();

  private final List<String> notes = new ArrayList<>();

  @Test
  void shouldHandOutSuspectsOneByOneAndPassOverWhatEndedTwoWorkers() {
    RelaySuspicion suspicion = new RelaySuspicion(true);
    suspicion.gained(PLACE, new OffsetAndMetadata(0, FOUND));
    suspicion.add(LongStream.range(0, 9).mapToObj(RelaySuspicionTest::record).toList());

    assertThat(next(suspicion)).containsExactly(0L);
    assertThat(notes.get(0)).contains("alone=0", "held=1,3");
    assertThat(next(suspicion)).containsExactly(2L);
    assertThat(next(suspicion)).containsExactly(4L);
    assertThat(next(suspicion)).containsExactly(5L, 6L, 7L, 8L);
    assertThat(notes.get(notes.size() - 1)).contains("alone=-1");
    assertThat(suspicion.withPassedOver(Map.of(PLACE, 3L))).containsEntry(PLACE, 4L);
  }

  @Test
  void shouldNotBeSaidToHaveLeftInOrderWhileRecordsAreSuspect() {
    RelaySuspicion suspicion = new RelaySuspicion(true);
    suspicion.gained(PLACE, new OffsetAndMetadata(0, FOUND));
    assertThat(suspicion.released(List.of(PLACE))).isEmpty();

    suspicion.committed(Map.of(PLACE, 5L));
    assertThat(suspicion.released(List.of(PLACE)))
        .containsEntry(PLACE, new OffsetAndMetadata(5, FrameAttempt.NONE.note()));
  }

  @Test
  void shouldHandOutEverythingWhereNothingCanEndTheProcess() {
    RelaySuspicion suspicion = new RelaySuspicion(false);
    suspicion.gained(PLACE, new OffsetAndMetadata(0, FOUND));
    suspicion.add(LongStream.range(0, 4).mapToObj(RelaySuspicionTest::record).toList());

    assertThat(next(suspicion)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(notes).isEmpty();
    assertThat(suspicion.noted(Map.of(PLACE, 4L)))
        .containsEntry(PLACE, new OffsetAndMetadata(4, ""));
  }

  private List<Long> next(RelaySuspicion suspicion) {
    return suspicion
        .next(offsets -> offsets.values().forEach(offset -> notes.add(offset.metadata())))
        .stream()
        .map(InputRecord::offset)
        .toList();
  }

  private static InputRecord record(long offset) {
    return new InputRecord(
        PLACE.topic(), PLACE.partition(), offset, Instant.EPOCH, "gate", Map.of(), new byte[0], 1);
  }
}
