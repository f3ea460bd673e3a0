package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.frame.FrameRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueTest {
  private final Queue queue = new Queue(2);
  private int offset;

  @Test
  void shouldGiveEachCameraAFairShareAndThenFillUp() {
    IntStream.range(0, 5).forEach(i -> add("busy", 0));
    add("quiet", 0);

    assertThat(cameras(queue.take(4))).containsExactly("busy", "busy", "quiet", "busy");
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void shouldTakeWhatMattersMostFirst() {
    add("yard", 0);
    add("entrance", 5);
    add("gate", 1);

    assertThat(cameras(queue.take(3))).containsExactly("entrance", "gate", "yard");
    assertThat(queue.size()).isZero();
  }

  @Test
  void shouldTakeOutWhatMeetsACondition() {
    add("yard", 0);
    add("gate", 1);

    assertThat(cameras(queue.remove(job -> job.record().camera().equals("yard"))))
        .containsExactly("yard");
    assertThat(queue.size()).isEqualTo(1);
  }

  private void add(String camera, int priority) {
    queue.add(
        new Job(
            new FrameRecord(
                camera,
                new FrameRecord.Partition("frames", 0),
                offset++,
                0,
                priority,
                false,
                new byte[0],
                null,
                null)));
  }

  private static List<String> cameras(List<Job> jobs) {
    return jobs.stream().map(job -> job.record().camera()).toList();
  }
}
