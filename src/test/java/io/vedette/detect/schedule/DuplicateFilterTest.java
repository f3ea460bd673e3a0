package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
  private static final Instant START = Instant.parse("2026-11-23T22:40:16Z");

  private final DuplicateFilter repeats = new DuplicateFilter();

  @Test
  void shouldKnowAPictureTheOwnerBeforeHasShown() {
    for (int picture = 0; picture < 5; picture++) {
      assertThat(isRepeat(host(1, picture, picture))).isFalse();
    }

    assertThat(isRepeat(host(2, 0, 3))).isTrue();
    assertThat(isRepeat(host(2, 1, 4))).isTrue();
    assertThat(isRepeat(host(2, 2, 5))).isFalse();
    assertThat(isRepeat(host(2, 3, 5))).as("the overlap is over").isFalse();
  }

  @Test
  void shouldGoByTheCamerasOwnClockWhereItIsKnown() {
    isRepeat(rtcp(1, 0, 10));

    assertThat(isRepeat(rtcp(2, 0, 9))).isTrue();
    assertThat(isRepeat(rtcp(2, 1, 10))).isTrue();
    assertThat(isRepeat(rtcp(2, 2, 11))).isFalse();
  }

  @Test
  void shouldNotWaitForACameraWhoseClockWasSetBack() {
    isRepeat(rtcp(1, 0, 3600));

    assertThat(isRepeat(rtcp(2, 0, 0))).isFalse();
  }

  @Test
  void shouldNotTakeAPictureThatNeverChangesForARepeatForEver() {
    isRepeat(host(1, 0, 7));
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      refused += isRepeat(host(2, i, 7)) ? 1 : 0;
    }

    assertThat(refused).isLessThan(100);
  }

  @Test
  void shouldNotTakeAnEmptyPictureForOneThatWasShown() {
    Frame empty =
        new Frame(
            new FrameId("gate", 1, 0),
            START,
            CaptureClock.HOST,
            new Size(2, 2),
            new byte[0],
            StageTimes.NONE);

    assertThat(isRepeat(empty)).isFalse();
  }

  @Test
  void shouldTakeWhatACameraShowsLongAfterForNews() {
    isRepeat(host(1, 0, 7));

    assertThat(repeats.isRepeat(host(2, 0, 7), START.plusSeconds(11).toEpochMilli())).isFalse();
  }

  @Test
  void shouldNotTakeACameraThatNeverChangesForARepeatOnceItsOwnerIsLongGone() {
    isRepeat(host(1, 0, 7));

    assertThat(repeats.isRepeat(host(2, 0, 7), START.plusSeconds(9).toEpochMilli())).isTrue();
    assertThat(repeats.isRepeat(host(2, 1, 7), START.plusSeconds(11).toEpochMilli())).isFalse();
    assertThat(repeats.isRepeat(host(2, 2, 7), START.plusSeconds(12).toEpochMilli())).isFalse();
  }

  @Test
  void shouldInferARecordingEachTimeItIsRead() {
    isRepeat(frame(1, 0, CaptureClock.FILE, START, (byte) 7));

    assertThat(isRepeat(frame(2, 0, CaptureClock.FILE, START, (byte) 7))).isFalse();
  }

  /** As it is where frames come into Kafka as soon as they are captured. */
  private boolean isRepeat(Frame frame) {
    return repeats.isRepeat(frame, frame.capturedAt().toEpochMilli());
  }

  private static Frame host(long session, long sequence, int picture) {
    return frame(session, sequence, CaptureClock.HOST, START.plusMillis(sequence), (byte) picture);
  }

  private static Frame rtcp(long session, long sequence, long second) {
    byte picture = (byte) (session * 16 + sequence);
    return frame(session, sequence, CaptureClock.RTCP, START.plusSeconds(second), picture);
  }

  private static Frame frame(
      long session, long sequence, CaptureClock clock, Instant at, byte picture) {
    return new Frame(
        new FrameId("gate", session, sequence),
        at,
        clock,
        new Size(2, 2),
        new byte[] {picture},
        StageTimes.NONE);
  }
}
