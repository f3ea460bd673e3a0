package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.CaptureTimes.Capture;
import io.vedette.frame.CaptureClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaptureTimesTest {
  private static final long NOW = 1_800_000_000_000_000L;
  private static final long TICK = 9000; // of 90 kHz: 100 ms
  private static final long STEP = 100_000;

  private final CaptureTimes times = new CaptureTimes(Duration.ofSeconds(2), 1e6 / 90_000);

  @Test
  void shouldTakeTheSendersClockWhereItIsTold() {
    times.add(0, NOW, NOW - 40_000);

    assertThat(times.take(0)).isEqualTo(new Capture(NOW - 40_000, CaptureClock.RTCP));
  }

  @Test
  void shouldTakeTheSendersClockOfTheFirstPictureWhichHasNoTimeStamp() {
    times.add(Long.MIN_VALUE, NOW, NOW - 40_000);

    assertThat(times.take(Long.MIN_VALUE)).isEqualTo(new Capture(NOW - 40_000, CaptureClock.RTCP));
    assertThat(times.isDistrusted()).isFalse();
  }

  @Test
  void shouldTakeTheHostsClockWhereTheSendersIsFarOff() {
    times.add(0, NOW, NOW - 3_000_000);

    assertThat(times.take(0)).isEqualTo(new Capture(NOW, CaptureClock.HOST));
    assertThat(times.isDistrusted()).isTrue();
  }

  @Test
  void shouldKnowWhenAPictureWasCapturedThatComesLateAndWithoutAWord() {
    times.add(0, NOW, NOW - 40_000);

    times.add(TICK, NOW + 3_000_000, -1);

    assertThat(times.take(TICK)).isEqualTo(new Capture(NOW - 40_000 + STEP, CaptureClock.RTCP));
  }

  @Test
  void shouldNotCountOnFromATimeThatItDoesNotBelieve() {
    times.add(0, NOW, NOW);
    times.add(1_000 * TICK, NOW + STEP, NOW + 5_220_000_000L);

    times.add(1_001 * TICK, NOW + 2 * STEP, -1);

    assertThat(times.take(1_001 * TICK)).isEqualTo(new Capture(NOW + 2 * STEP, CaptureClock.HOST));
  }

  @Test
  void shouldDateAPictureThatWasHeldUpOnItsWayByTheOneThatWasNot() {
    times.add(0, NOW, -1);

    times.add(TICK, NOW + STEP + 80_000, -1);

    assertThat(times.take(TICK)).isEqualTo(new Capture(NOW + STEP, CaptureClock.HOST));
  }

  @Test
  void shouldNotMakePicturesFollowTimeStampsThatAreFarOff() {
    times.add(0, NOW, -1);

    times.add(TICK, NOW + 5 * STEP, -1);

    assertThat(times.take(TICK)).isEqualTo(new Capture(NOW + 5 * STEP, CaptureClock.HOST));
  }

  @Test
  void shouldDatePicturesThatComeInAnotherOrder() {
    int[] order = {0, 3, 1, 2, 6, 4, 5};
    for (int i = 0; i < order.length; i++) {
      times.add(order[i] * TICK, NOW + i * STEP, -1);
    }

    for (int i = 0; i < order.length; i++) {
      long expected = NOW + (i - 2) * STEP; // the third came with the second, at the latest
      assertThat(times.take(i * TICK)).isEqualTo(new Capture(expected, CaptureClock.HOST));
    }
  }

  @Test
  void shouldNoLongerBelieveASenderWhoseClockJumpsAgainstItsTimeStamps() {
    times.add(0, NOW, NOW);
    times.add(TICK, NOW + STEP, NOW + STEP - 300_000);

    assertThat(times.take(TICK)).isEqualTo(new Capture(NOW + STEP, CaptureClock.HOST));
    assertThat(times.isDistrusted()).isTrue();
  }

  @Test
  void shouldBelieveASenderAgainWhoseClockHasNotJumpedForLong() {
    times.add(0, NOW, NOW);
    long set = NOW - 300_000;
    int packets = 1001;
    for (int i = 1; i <= packets; i++) {
      times.add(i * TICK, NOW + i * STEP, set + i * STEP);
      CaptureClock expected = i < packets ? CaptureClock.HOST : CaptureClock.RTCP;
      assertThat(times.take(i * TICK).clock()).isEqualTo(expected);
    }

    times.add(1002 * TICK, NOW + 1002 * STEP, NOW + 1002 * STEP);

    assertThat(times.take(1002 * TICK).clock()).isEqualTo(CaptureClock.HOST);
  }

  @Test
  void shouldBelieveASenderWhoseTimeStampsBeginAnew() {
    times.add(50 * TICK, NOW, NOW);
    times.add(0, NOW + STEP, NOW + STEP);

    assertThat(times.take(0)).isEqualTo(new Capture(NOW + STEP, CaptureClock.RTCP));
  }

  @Test
  void shouldGrowThoughTheClockIsALittleBack() {
    times.add(0, NOW, -1);
    times.take(0);

    times.add(TICK, NOW - 50_000, -1);

    assertThat(times.take(TICK).micros()).isEqualTo(NOW + 1);
  }

  @Test
  void shouldFollowAClockThatWasSetBack() {
    times.add(0, NOW, -1);
    times.take(0);

    times.add(TICK, NOW - 30_000_000, -1);

    assertThat(times.take(TICK).micros()).isEqualTo(NOW - 30_000_000);
  }
}
