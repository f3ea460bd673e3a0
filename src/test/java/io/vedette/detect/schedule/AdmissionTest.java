package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.transport.detection.DetectionBatch.NewSession;
import io.vedette.transport.frame.FrameRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T22:40:16Z");

  private final CameraSessions sessions = new CameraSessions();
  private final Admission admission =
      new Admission(Duration.ofSeconds(4), Duration.ofMinutes(1), sessions);
  private int offset;

  @Test
  void shouldRefuseAnOlderSessionOnceALaterOneHasBegun() {
    assertThat(admits(job("gate", 1, 0, Duration.ZERO))).isTrue();
    assertThat(admits(job("gate", 2, 0, Duration.ZERO))).isTrue();

    Job late = job("gate", 1, 0, Duration.ZERO);

    assertThat(admits(late)).isFalse();
    assertThat(late.outcome()).isEqualTo(new Job.Dropped(DropReason.FENCED));
    assertThat(admits(job("yard", 1, 0, Duration.ZERO))).isTrue();
  }

  @Test
  void shouldRefuseWhatItsPredecessorWouldHaveRefused() {
    sessions.restore(Map.of("gate", 7L));

    assertThat(admits(job("gate", 6, 0, Duration.ZERO))).isFalse();
    assertThat(admits(job("gate", 7, 0, Duration.ZERO))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"8, 20", "1000, 20", "9000000000000, 20", "8, -900000", "8, 900000"})
  void shouldGoOnBelowASessionThatNobodyHas(long forged, long ageSeconds) {
    assertThat(admits(job("gate", 7, 0, Duration.ofSeconds(20)))).isTrue();
    Job poison = job("gate", forged, 0, Duration.ofSeconds(ageSeconds));
    var unused = admission.admits(poison, NOW.minusSeconds(20));

    int refused = 0;
    Job last = null;
    for (int i = 100; i >= 0; i--) {
      last = job("gate", 7, 0, Duration.ofMillis(200L * i));
      var ignored = admission.admits(last, last.frame().capturedAt());
      refused += new Job.Dropped(DropReason.FENCED).equals(last.outcome()) ? 1 : 0;
    }

    assertThat(refused).isBetween(20, 30);
    assertThat(sessions.begun(List.of(Objects.requireNonNull(last))))
        .containsExactly(new NewSession("gate", 7));
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9_000_000_000_000L})
  void shouldGoOnBelowARestoredSessionThatNobodyHas(long forged) {
    sessions.restore(Map.of("gate", forged));
    sessions.kept(List.of(new NewSession("gate", forged)));
    Job last = null;
    for (int i = 40; i >= 0; i--) {
      last = job("gate", 7, 0, Duration.ofMillis(200L * i));
      var unused = admission.admits(last, last.frame().capturedAt());
    }

    assertThat(Objects.requireNonNull(last).outcome())
        .isNotEqualTo(new Job.Dropped(DropReason.FENCED));
    assertThat(sessions.begun(List.of(last))).containsExactly(new NewSession("gate", 7));
  }

  @Test
  void shouldRefuseAnOlderSessionForAsLongAsTheNewestShowsFrames() {
    for (int i = 100; i >= 0; i--) {
      Job older = job("gate", 7, 0, Duration.ofMillis(200L * i));
      assertThat(admits(job("gate", 8, 0, Duration.ofMillis(200L * i)))).isTrue();
      assertThat(admits(older)).isFalse();
      assertThat(older.outcome()).isEqualTo(new Job.Dropped(DropReason.FENCED));
    }
  }

  @Test
  void shouldKeepEachNewSessionOnce() {
    Job first = job("gate", 3, 0, Duration.ZERO);
    admits(first);

    assertThat(sessions.begun(List.of(first))).containsExactly(new NewSession("gate", 3));

    sessions.kept(List.of(new NewSession("gate", 3)));

    assertThat(sessions.begun(List.of(first))).isEmpty();
  }

  @Test
  void shouldGiveUpWhatMattersLessWhileFramesComeLate() {
    Duration late = Duration.ofSeconds(3);
    assertThat(admits(job("entrance", 1, 5, late))).isTrue();

    Job lesser = job("yard", 1, 0, late);

    assertThat(admits(lesser)).isFalse();
    assertThat(lesser.outcome()).isEqualTo(new Job.Dropped(DropReason.OVERLOAD));
    assertThat(admits(job("yard", 1, 0, Duration.ofSeconds(1)))).isTrue();
    assertThat(admits(job("door", 1, 5, late))).isTrue();
  }

  @Test
  void shouldGiveUpNothingWhenAllMatterAlike() {
    assertThat(admits(job("yard", 1, 0, Duration.ofSeconds(3)))).isTrue();
    assertThat(admits(job("gate", 1, 0, Duration.ofSeconds(3)))).isTrue();
  }

  @Test
  void shouldForgetAPriorityThatIsNoLongerSeen() {
    admits(job("entrance", 1, 5, Duration.ZERO));

    Job lesser = job("yard", 1, 0, Duration.ofSeconds(3));

    assertThat(admission.admits(lesser, NOW.plusSeconds(11))).isTrue();
  }

  @Test
  void shouldKeepLongerWhatCameWhileNobodyWasThere() {
    Instant before = NOW.minusMillis(1);
    Job inherited = appended(job("gate", 1, 0, Duration.ofSeconds(30)), before);
    Job forgotten = appended(job("gate", 1, 0, Duration.ofSeconds(61)), before);

    assertThat(admits(inherited)).isTrue();

    assertThat(admission.isStale(inherited, NOW)).isFalse();
    assertThat(admission.isStale(forgotten, NOW)).isTrue();
  }

  @Test
  void shouldKeepLongerOnlyWhatCameBeforeTheFirstFrameOfAPartition() {
    admits(job("gate", 1, 0, Duration.ZERO));
    Job own = job("gate", 1, 0, Duration.ofSeconds(5));

    assertThat(admission.isStale(own, NOW)).isTrue();
    admission.gained(Set.of(own.record().partition()));
    assertThat(admission.admits(own, NOW.plusSeconds(20))).isTrue();

    assertThat(admission.isStale(own, NOW.plusSeconds(20))).isFalse();
  }

  @Test
  void shouldPassOverNoFrameOfASpanEvenIfKafkasClockIsAhead() {
    Job ahead = appended(job("gate", 1, 0, Duration.ZERO), NOW.plusSeconds(90));
    admission.gained(Set.of(ahead.record().partition()));
    assertThat(admits(ahead)).isTrue();
    assertThat(admission.mayPassOver(ahead)).isTrue();

    admission.gainedSpan(Set.of(ahead.record().partition()));

    assertThat(admission.admits(ahead, NOW.plusSeconds(20))).isTrue();
    assertThat(admission.mayPassOver(ahead)).isFalse();
    assertThat(admission.isStale(ahead, NOW.plusSeconds(20))).isFalse();
  }

  @Test
  void shouldKnowAgainWhatTheWorkerBeforeHasSeen() {
    Job shown = job("gate", 1, 0, Duration.ZERO);
    admission.recalled(shown.record());
    Frame known = shown.frame();
    Frame again =
        new Frame(
            new FrameId("gate", 2, 0),
            known.capturedAt(),
            known.clock(),
            known.size(),
            known.jpeg(),
            known.times());

    Job repeat = job(again, 0);

    assertThat(admits(repeat)).isFalse();
    assertThat(repeat.outcome()).isEqualTo(new Job.Dropped(DropReason.FENCED));
    assertThat(admits(job("gate", 2, 0, Duration.ZERO))).isTrue();
  }

  @Test
  void shouldRejectARecordThatIsNoFrameWithItsReason() {
    FrameRecord.Partition partition = new FrameRecord.Partition("frames", 0);
    RuntimeException defect = new IllegalArgumentException("not a frame: no\nheader");
    Job job = new Job(new FrameRecord("", partition, 0, 0, 0, false, new byte[0], null, defect));

    assertThat(admits(job)).isFalse();
    assertThat(job.outcome())
        .isInstanceOfSatisfying(
            Job.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo("not a frame: no; header");
              assertThat(rejected.stack()).contains("AdmissionTest");
            });
  }

  private boolean admits(Job job) {
    return admission.admits(job, NOW);
  }

  private static Job appended(Job job, Instant at) {
    FrameRecord known = job.record();
    return new Job(
        new FrameRecord(
            known.camera(),
            known.partition(),
            known.offset(),
            at.toEpochMilli(),
            known.priority(),
            known.isLatest(),
            known.jpeg(),
            known.frame(),
            known.defect()));
  }

  private Job job(String camera, long session, int priority, Duration age) {
    byte[] jpeg = {(byte) offset};
    Frame frame =
        new Frame(
            new FrameId(camera, session, offset),
            NOW.minus(age),
            CaptureClock.HOST,
            new Size(2, 2),
            jpeg,
            StageTimes.NONE);
    return job(frame, priority);
  }

  private Job job(Frame frame, int priority) {
    return new Job(
        new FrameRecord(
            frame.id().camera(),
            new FrameRecord.Partition("frames", 0),
            offset++,
            NOW.toEpochMilli(),
            priority,
            false,
            frame.jpeg(),
            frame,
            null));
  }
}
