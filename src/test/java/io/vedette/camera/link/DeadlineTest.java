package io.vedette.camera.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlineTest {
  @Test
  void shouldEndTheCallsOfItsOwnCameraAloneHoweverManyThereAre() {
    List<Deadline> deadlines = Stream.generate(Deadline::new).limit(40).toList();
    List<AVIOInterruptCB> media = deadlines.stream().map(DeadlineTest::medium).toList();

    deadlines.get(3).cancel();
    deadlines.get(37).cancel();
    deadlines.get(20).arm(Duration.ZERO);

    assertThat(media.stream().map(DeadlineTest::isEnded).toList())
        .isEqualTo(deadlines.stream().map(d -> d.isCancelled() || d.hasPassed()).toList());
    deadlines.forEach(Deadline::close);
    assertThat(media).allMatch(DeadlineTest::isEnded);
  }

  static Stream<Supplier<Throwable>> failures() {
    return Stream.of(IllegalStateException::new, OutOfMemoryError::new);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldCloseAConnectionAgainWhoseClosingFailed(Supplier<Throwable> failure) {
    AtomicInteger closings = new AtomicInteger();
    try (Deadline deadline = new Deadline()) {
      deadline.guard(
          () -> {
            if (closings.getAndIncrement() == 0) {
              sneak(failure.get());
            }
          });
      deadline.arm(Duration.ZERO);

      await().untilAsserted(() -> assertThat(closings).hasValueGreaterThan(1));
    }
  }

  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    @SuppressWarnings("unchecked")
    T same = (T) thrown;
    throw same;
  }

  private static AVIOInterruptCB medium(Deadline deadline) {
    AVIOInterruptCB medium = new AVIOInterruptCB();
    deadline.attachTo(medium);
    return medium;
  }

  /** The answer that FFmpeg gets when it asks. */
  private static boolean isEnded(AVIOInterruptCB medium) {
    return medium.callback().call(medium.opaque()) != 0;
  }
}
