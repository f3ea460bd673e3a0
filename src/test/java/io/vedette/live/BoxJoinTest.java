package io.vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.event.FrameDetections;
import io.vedette.frame.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BoxJoinTest {
  private static final long MS = Duration.ofMillis(1).toNanos();
  private final List<LivePicture> out = new ArrayList<>();
  private final BoxJoin join = new BoxJoin(out::add);

  /** Detections come early, late, after others, or never; frames come in order. */
  @Test
  void shouldPutBoxesOnTheirOwnFrameAloneHoweverTheyCome() {
    RandomCases.check(300, BoxJoinTest::checkAny);
  }

  private static void checkAny(Random random) {
    List<LivePicture> shown = new ArrayList<>();
    BoxJoin join = new BoxJoin(shown::add);
    TreeMap<Long, List<Runnable>> steps = new TreeMap<>();
    long[] now = {0};
    int frames = 1 + random.nextInt(40);
    for (int i = 0; i < frames; i++) {
      for (String camera : List.of("gate", "yard")) {
        Frame frame = TestPictures.frame(camera, i);
        long at = i * (10L + random.nextInt(200));
        at(steps, i * 200L, () -> join.frame(new LivePicture(frame, null), now[0] * MS));
        if (random.nextInt(4) > 0) {
          long delay = random.nextInt(900) - 50L;
          at(
              steps,
              Math.max(0, i * 200L + delay + at % 7),
              () -> join.detections(TestPictures.detections(frame), now[0] * MS));
        }
      }
    }
    steps.forEach(
        (time, all) -> {
          now[0] = time;
          all.forEach(Runnable::run);
          join.expire(time * MS);
        });
    join.expire((frames * 200L + 10_000) * MS);

    assertThat(shown).hasSize(2 * frames);
    for (String camera : List.of("gate", "yard")) {
      assertThat(shown)
          .filteredOn(picture -> picture.camera().equals(camera))
          .extracting(picture -> picture.frame().id().sequence())
          .isSorted()
          .doesNotHaveDuplicates();
    }
    for (LivePicture picture : shown) {
      if (picture.boxes() != null) {
        assertThat(picture.boxes())
            .extracting(TestPictures::number)
            .containsExactly(picture.frame().id().sequence());
      }
    }
  }

  private static void at(Map<Long, List<Runnable>> steps, long millis, Runnable step) {
    steps.computeIfAbsent(millis, ignored -> new ArrayList<>()).add(step);
  }

  @Test
  void shouldLetAFrameGoWithoutBoxesAfter150Milliseconds() {
    join.frame(new LivePicture(TestPictures.frame("gate", 0), null), 0);
    join.expire(149 * MS);
    assertThat(out).isEmpty();
    assertThat(join.next(0, Duration.ofSeconds(9))).isEqualTo(Duration.ofMillis(150));

    join.expire(150 * MS);

    assertThat(out).singleElement().extracting(LivePicture::boxes).isNull();
  }

  @Test
  void shouldWaitAsLongAsDetectionsLatelyTook() {
    Frame first = TestPictures.frame("gate", 0);
    join.frame(new LivePicture(first, null), 0);
    join.expire(150 * MS);
    join.detections(TestPictures.detections(first), 300 * MS);
    Frame second = TestPictures.frame("gate", 1);
    join.frame(new LivePicture(second, null), 400 * MS);
    join.expire(690 * MS);
    assertThat(out).hasSize(1);

    join.detections(TestPictures.detections(second), 700 * MS);

    assertThat(out).hasSize(2);
    assertThat(out.get(0).boxes()).isNull();
    assertThat(out.get(1).boxes()).isNotNull();
  }

  @Test
  void shouldWaitForNothingWhereNobodyLooks() {
    for (int i = 0; i < 20; i++) {
      join.frame(new LivePicture(TestPictures.frame("gate", i), null), i * 200 * MS);
      join.expire((i * 200 + 150) * MS);
    }
    assertThat(out).hasSize(20);

    join.frame(new LivePicture(TestPictures.frame("gate", 20), null), 4000 * MS);
    assertThat(out).hasSize(21);

    Frame looked = TestPictures.frame("gate", 21);
    join.detections(TestPictures.detections(looked), 4100 * MS);
    join.frame(new LivePicture(looked, null), 4200 * MS);
    assertThat(out.get(21).boxes()).hasSize(1);
    FrameDetections next = TestPictures.detections(TestPictures.frame("gate", 22));
    join.frame(new LivePicture(TestPictures.frame("gate", 22), null), 4400 * MS);
    assertThat(out).hasSize(22);
    join.detections(next, 4450 * MS);
    assertThat(out).hasSize(23);
  }
}
