package io.vedette.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchPositionTest {
  private static final TopicPartition GAINED = new TopicPartition("vedette.frames", 3);

  private final FetchPosition recall = new FetchPosition();

  @BeforeEach
  void gain() {
    recall.gained(List.of(GAINED));
  }

  @Test
  void shouldLookBackFromTheFirstRecordOfAGainedPartition() {
    assertThat(recall.isBegun(GAINED, 1000)).isTrue();
    assertThat(recall.from(GAINED)).isEqualTo(936);

    assertThat(LongStream.range(936, 1003).filter(offset -> recall.isPast(GAINED, offset)))
        .containsExactlyElementsOf(LongStream.range(936, 1000).boxed().toList());
  }

  @Test
  void shouldNotLookBackWhereThePartitionBegins() {
    assertThat(recall.isBegun(GAINED, 0)).isFalse();
    assertThat(recall.isPast(GAINED, 0)).isFalse();
  }

  @Test
  void shouldTakeRecordsOfATopicMadeAnewForNewOnes() {
    var unused = recall.isBegun(GAINED, 1000);
    assertThat(recall.isPast(GAINED, 999)).isTrue();
    assertThat(recall.isPast(GAINED, 1000)).isFalse();

    assertThat(recall.isPast(GAINED, 0)).isFalse();
    assertThat(recall.isPast(GAINED, 999)).isFalse();
  }

  @Test
  void shouldEndLookingBackWhenTheTopicIsMadeAnewMeanwhile() {
    var unused = recall.isBegun(GAINED, 1000);

    assertThat(recall.isPast(GAINED, 0)).isFalse();
    assertThat(recall.isPast(GAINED, 940)).isFalse();
  }

  @Test
  void shouldLookBackAgainWhenAPartitionIsGainedAgain() {
    var unused = recall.isBegun(GAINED, 1000);
    recall.lost(List.of(GAINED));
    recall.gained(List.of(GAINED));

    assertThat(recall.isBegun(GAINED, 1010)).isTrue();
    assertThat(recall.isPast(GAINED, 1009)).isTrue();
  }
}
