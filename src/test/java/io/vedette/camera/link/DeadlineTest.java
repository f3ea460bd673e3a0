package io.vedette.camera.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.junit.jupiter.api.Test;

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
