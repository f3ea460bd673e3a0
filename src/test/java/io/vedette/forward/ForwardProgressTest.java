package io.vedette.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.GoldenFile;
import io.vedette.RandomCases;
import io.vedette.forward.ForwardProgress.Gap;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForwardProgressTest {
  @Test
  void shouldTakeWhatIsThereAtTheBeginningForABacklog() {
    assertThat(ForwardProgress.begin(3, 10))
        .isEqualTo(new ForwardProgress(10, List.of(new Gap(3, 10)), 0));
    assertThat(ForwardProgress.begin(3, 3)).isEqualTo(new ForwardProgress(3, List.of(), 0));
  }

  @Test
  void shouldFillTheNewestGapFirst() {
    ForwardProgress progress = ForwardProgress.begin(0, 5).sent(8).jump(12);

    assertThat(progress.gap()).contains(new Gap(8, 12));
    assertThat(progress.filled(12).gap()).contains(new Gap(0, 5));
    assertThat(progress.filled(12).filled(3).gap()).contains(new Gap(3, 5));
    assertThat(progress.filled(12).filled(5).gap()).isEmpty();
  }

  @Test
  void shouldJoinGapsThatTouch() {
    assertThat(ForwardProgress.begin(0, 5).jump(9).gaps()).containsExactly(new Gap(0, 9));
  }

  @Test
  void shouldCountWhatExpired() {
    assertThat(ForwardProgress.begin(0, 5).expired(3))
        .isEqualTo(new ForwardProgress(5, List.of(new Gap(3, 5)), 3));
    assertThat(ForwardProgress.begin(0, 5).expired(9))
        .isEqualTo(new ForwardProgress(5, List.of(), 5));
  }

  @Test
  void shouldBeginAgainWhenTheTopicWasMadeAnew() {
    assertThat(ForwardProgress.begin(0, 50).resumed(0, 7)).isEqualTo(ForwardProgress.begin(0, 7));
    assertThat(ForwardProgress.begin(0, 5).resumed(0, 7)).isEqualTo(ForwardProgress.begin(0, 7));
  }

  @Test
  void shouldGoOnInOrderWhenItCannotRememberAnotherGap() {
    ForwardProgress progress = ForwardProgress.begin(0, 1);
    for (int i = 0; i < 2 * ForwardProgress.MOST_GAPS; i++) {
      progress = progress.sent(progress.next() + 1).jump(progress.next() + 2);
    }
    long next = progress.next();

    assertThat(progress.gaps()).hasSize(ForwardProgress.MOST_GAPS);
    assertThat(progress.canJump()).isFalse();
    assertThat(progress.jump(next + 10).next()).isEqualTo(next);
    assertThat(progress.resumed(next + 4, next + 10))
        .as("what expired is no gap, but counted")
        .isEqualTo(new ForwardProgress(next + 4, progress.gaps(), 4));
  }

  @Test
  void shouldSurviveBeingWritten() {
    ForwardProgress progress = ForwardProgress.begin(0, 5).sent(8).jump(12).expired(9);

    assertThat(ForwardProgress.read(progress.json())).isEqualTo(progress);
  }

  @Test
  void shouldWriteAndReadTheSameBytesAsAnEarlierVersion() {
    List<ForwardProgress> all =
        List.of(
            ForwardProgress.begin(0, 5).sent(8).jump(12).expired(9), ForwardProgress.begin(3, 3));

    GoldenFile.assertSame(
        "forward-progress.jsonl",
        all.stream().map(one -> new String(one.json(), StandardCharsets.UTF_8)).toList());
    assertThat(GoldenFile.read("forward-progress.jsonl"))
        .extracting(line -> ForwardProgress.read(line.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(all);
  }

  @Test
  void shouldPassEveryOffsetExactlyOnceWhateverHappens() {
    RandomCases.check(300, ForwardProgressTest::passAll);
  }

  private static void passAll(Random random) {
    BitSet sent = new BitSet();
    long end = random.nextInt(10);
    ForwardProgress progress = ForwardProgress.begin(0, end);
    for (int step = 0; step < 100; step++) {
      end += random.nextInt(4);
      if (random.nextInt(4) == 0) {
        progress = progress.jump(end);
      } else if (random.nextBoolean() && progress.next() < end) {
        progress = mark(sent, progress.next(), end) ? progress.sent(end) : progress;
      } else if (progress.gap().isPresent()) {
        Gap gap = progress.gap().get();
        long to = gap.from() + 1 + random.nextInt((int) (gap.to() - gap.from()));
        mark(sent, gap.from(), to);
        progress = progress.filled(to);
      }
    }
    while (progress.gap().isPresent()) {
      Gap gap = progress.gap().get();
      mark(sent, gap.from(), gap.to());
      progress = progress.filled(gap.to());
    }
    assertThat(sent.cardinality()).isEqualTo((int) progress.next());
  }

  private static boolean mark(BitSet sent, long from, long to) {
    for (long offset = from; offset < to; offset++) {
      assertThat(sent.get((int) offset)).as("offset " + offset + " twice").isFalse();
      sent.set((int) offset);
    }
    return true;
  }
}
