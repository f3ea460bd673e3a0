package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
  private static final Instant START = Instant.parse("2026-11-23T22:40:16Z");
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private final ClockSkew skews = new ClockSkew();

  @Test
  void shouldFindAClockThatIsWrong() {
    for (int second = 0; second <= 3; second++) {
      Instant now = START.plusSeconds(second);
      skews.note(frame(now.minus(AHEAD)), now);
    }
    Instant now = START.plusSeconds(4);

    assertThat(skews.age(frame(now.minus(AHEAD)), now)).isZero();
    assertThat(skews.age(frame(now.minus(AHEAD).minusSeconds(9)), now)).hasSeconds(9);
  }

  @Test
  void shouldNotTakeFramesThatWereHeldUpForAWrongClock() {
    for (int second = 0; second <= 5; second++) {
      Instant now = START.plusSeconds(second);
      skews.note(frame(now.minusSeconds(30 - 5 * second)), now);
    }

    assertThat(skews.age(frame(START.minusSeconds(30)), START)).hasSeconds(30);
  }

  @Test
  void shouldForgetASkewOnceTheClockIsRight() {
    shouldFindAClockThatIsWrong();

    skews.note(frame(START.plusSeconds(5)), START.plusSeconds(5));

    assertThat(skews.age(frame(START), START.plusSeconds(9))).hasSeconds(9);
  }

  private static Frame frame(Instant capturedAt) {
    return new Frame(
        new FrameId("gate", 1, 0),
        capturedAt,
        CaptureClock.HOST,
        new Size(2, 2),
        new byte[0],
        StageTimes.NONE);
  }
}
