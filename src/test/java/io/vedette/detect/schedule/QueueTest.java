package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.transport.frame.FrameRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueTest {
  private static final int RECORDING = 9;

  private final AtomicLong nanos = new AtomicLong();
  private final Queue queue = new Queue(2, job -> job.record().priority() != RECORDING, nanos::get);
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

  @Test
  void shouldPassOverNothingThatIsInferredWithinHalfASecond() {
    IntStream.range(0, 12).forEach(i -> add("gate", 0));

    for (int i = 0; i < 3; i++) {
      pass(150);
      assertThat(offsets(queue.take(4)))
          .isEqualTo(List.of(4L * i, 4L * i + 1, 4L * i + 2, 4L * i + 3));
    }

    assertThat(queue.takePassed()).isEmpty();
    assertThat(queue.isOverloaded()).isFalse();
  }

  @Test
  void shouldTakeTheNewestOfEachCameraWhileThereAreTooMany() {
    List<Long> inferred = new ArrayList<>();
    List<Long> passed = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      for (int i = 0; i < 5; i++) {
        add("gate", 0);
        add("yard", 0);
      }
      pass(1000);
      inferred.addAll(offsets(queue.take(2)));
      passed.addAll(offsets(queue.takePassed()));
    }

    assertThat(queue.isOverloaded()).isTrue();
    assertThat(queue.size()).isZero();
    assertThat(inferred.subList(8, inferred.size()))
        .as("the newest of each second")
        .allMatch(number -> number % 10 >= 8);
    List<Long> all = new ArrayList<>(inferred);
    all.addAll(passed);
    assertThat(all).doesNotHaveDuplicates().hasSize(200);
    for (int camera = 0; camera < 2; camera++) {
      int own = camera;
      assertThat(inferred.stream().filter(number -> number % 2 == own)).isSorted();
    }
  }

  @Test
  void shouldGiveCamerasTheirTurns() {
    overload();
    List<String> taken = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 10; i++) {
        add("busy", 0);
      }
      add("quiet", 0);
      add("third", 0);
      pass(1000);
      taken.addAll(cameras(queue.take(1)));
      var unused = queue.takePassed();
    }

    assertThat(taken.subList(0, 3)).containsExactlyInAnyOrder("busy", "quiet", "third");
    assertThat(taken.subList(3, 6)).isEqualTo(taken.subList(0, 3));
  }

  @Test
  void shouldPassOverNoRecordings() {
    overload();
    IntStream.range(0, 6).forEach(i -> add("film", RECORDING));
    pass(1000);

    assertThat(queue.take(4)).hasSize(4);
    assertThat(queue.take(4)).hasSize(2);
    assertThat(queue.takePassed()).isEmpty();
  }

  @Test
  void shouldEndWhenNothingIsLeftForASecond() {
    overload();
    for (int i = 0; i < 3; i++) {
      add("gate", 0);
      pass(600);
      assertThat(queue.take(4)).hasSize(1);
    }

    assertThat(queue.isOverloaded()).isFalse();
  }

  private void overload() {
    for (int i = 0; i < 3; i++) {
      IntStream.range(0, 4).forEach(unused -> add("early", 0));
      pass(400);
      var unused = queue.take(1);
    }
    assertThat(queue.isOverloaded()).isTrue();
    var unused = queue.remove(job -> true);
    var unusedPassed = queue.takePassed();
  }

  private void pass(int millis) {
    nanos.addAndGet(millis * 1_000_000L);
  }

  private static List<Long> offsets(List<Job> jobs) {
    return jobs.stream().map(job -> job.record().offset()).toList();
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
