package io.vedette.transport.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
  private static final int FRAMES = 60;
  private static final int LEAD = 4;

  @Test
  void shouldReadWhatItNotes() {
    FrameAttempt attempt = new FrameAttempt("w-1", 170, 163, new TreeSet<>(List.of(161L, 162L)));

    assertThat(FrameAttempt.parse(attempt.note())).isEqualTo(attempt);
    assertThat(FrameAttempt.parse(FrameAttempt.NONE.note())).isEqualTo(FrameAttempt.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "something of another program",
        "vedette1 worker=w until=9999999999999999999 alone=1 held=",
        "vedette1 worker=w until=1 alone=2 held=,,3x",
        "vedette2 worker=w until=1 alone=-1 held="
      })
  void shouldTakeStrangeNotesForNone(String note) {
    assertThat(FrameAttempt.parse(note)).isEqualTo(FrameAttempt.NONE);
  }

  @Test
  void shouldStayWithinWhatKafkaKeeps() {
    TreeSet<Long> many = new TreeSet<>();
    for (long i = 0; i < 10_000; i++) {
      many.add(Long.MAX_VALUE / 20 - i);
    }
    String note = new FrameAttempt("w".repeat(40), Long.MAX_VALUE / 20, -1, many).note();

    assertThat(note.length()).isLessThan(4096);
  }

  @Test
  void shouldNotTakeALeaveInOrderOrItsOwnReturnForADeath() {
    Attempts<String> attempts = new Attempts<>("me", LEAD);
    attempts.gained("p", 10, FrameAttempt.NONE);
    assertThat(attempts.isSuspect("p", 10)).isFalse();

    attempts.gained("p", 10, new FrameAttempt("me", 20, 12, new TreeSet<>()));
    assertThat(attempts.isSuspect("p", 10)).isFalse();
    assertThat(attempts.isHeldBack("p", 12)).isFalse();
  }

  @Test
  void shouldKnowAgainWhatWasSuspectWhenAPartitionComesBack() {
    Attempts<String> attempts = new Attempts<>("me", LEAD);
    attempts.gained("p", 10, new FrameAttempt("dead", 15, -1, new TreeSet<>()));
    attempts.lost(Set.of("p"));

    attempts.gained("p", 12, new FrameAttempt("me", 30, 12, new TreeSet<>()));

    assertThat(attempts.isSuspect("p", 14)).isTrue();
    assertThat(attempts.isSuspect("p", 15)).isFalse();
    assertThat(attempts.isHeldBack("p", 12)).isFalse();
  }

  @Test
  void shouldTakeNothingForNotedAfterACommitWhoseNotesAreUnknown() {
    Attempts<String> attempts = new Attempts<>("me", LEAD);
    attempts.gained("p", 10, FrameAttempt.NONE);
    attempts.noted(attempts.present(Set.of("p")));
    assertThat(attempts.isCovered("p", 11)).isTrue();

    attempts.committed(Map.of("p", 11L));

    assertThat(attempts.isCovered("p", 11)).isFalse();
  }

  @Test
  void shouldBeginOnlyWithWhatIsNoted() {
    Attempts<String> attempts = new Attempts<>("me", LEAD);
    attempts.gained("p", 10, FrameAttempt.NONE);

    assertThat(attempts.isCovered("p", 10 + LEAD - 1)).isTrue();
    assertThat(attempts.isCovered("p", 10 + LEAD)).isFalse();
    attempts.begin("p", 10 + LEAD);
    attempts.noted(attempts.present(Set.of("p")));
    assertThat(attempts.isCovered("p", 10 + LEAD)).isTrue();
  }

  /**
   * Workers that die of poison, at times both at once, over several partitions with several poisons
   * each, in any order of finishing: all frames are done or held back, only poison is held back,
   * and each costs two workers at most.
   */
  @RepeatedTest(300)
  void shouldFindEachPoisonAtTheCostOfTwoWorkers() {
    long seed = new Random().nextLong();
    Site site = new Site(new Random(seed));

    site.run();

    assertThat(site.heldBack).as("seed %d", seed).isEqualTo(site.poison);
    assertThat(site.done).as("seed %d", seed).hasSize(site.partitions * FRAMES);
    assertThat(site.deaths).as("seed %d", seed).isLessThanOrEqualTo(2 * site.poison.size());
  }

  /** Partitions, their committed notes, and one worker after another. */
  private static final class Site {
    private final Random random;
    private final int partitions;
    private final Set<String> poison = new HashSet<>();
    private final Set<String> heldBack = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final Map<Integer, Long> committed = new HashMap<>();
    private final Map<Integer, String> notes = new HashMap<>();
    private int deaths;
    private int workers;

    Site(Random random) {
      this.random = random;
      this.partitions = 1 + random.nextInt(3);
      int poisons = random.nextInt(6);
      for (int i = 0; i < poisons; i++) {
        poison.add(random.nextInt(partitions) + "/" + random.nextInt(FRAMES));
      }
    }

    void run() {
      while (done.size() < partitions * FRAMES) {
        assertThat(workers).isLessThan(1000);
        if (!work()) {
          deaths++;
        }
      }
    }

    /** One worker on all partitions; false when it died. */
    private boolean work() {
      Attempts<Integer> attempts = new Attempts<>("w" + workers++, LEAD);
      Map<Integer, Long> position = new HashMap<>();
      for (int p = 0; p < partitions; p++) {
        long from = committed.getOrDefault(p, 0L);
        attempts.gained(p, from, FrameAttempt.parse(notes.getOrDefault(p, "")));
        position.put(p, from);
      }
      commit(attempts, attempts.present(attempts.partitions()));
      while (done.size() < partitions * FRAMES) {
        if (!round(attempts, position)) {
          return false;
        }
      }
      return true;
    }

    private boolean round(Attempts<Integer> attempts, Map<Integer, Long> position) {
      List<long[]> batch = new ArrayList<>();
      boolean isAlone = false;
      for (int p = 0; p < partitions && !isAlone; p++) {
        long next = position.get(p);
        int size = 1 + random.nextInt(6);
        for (long offset = next; offset < Math.min(FRAMES, next + size); offset++) {
          if (attempts.isHeldBack(p, offset)) {
            heldBack.add(p + "/" + offset);
            finish(p, offset, position);
          } else if (attempts.isSuspect(p, offset)) {
            if (batch.isEmpty()) {
              batch.add(new long[] {p, offset});
              isAlone = true;
            }
            break;
          } else {
            batch.add(new long[] {p, offset});
          }
        }
      }
      return tried(attempts, batch, isAlone, position);
    }

    private boolean tried(
        Attempts<Integer> attempts,
        List<long[]> batch,
        boolean isAlone,
        Map<Integer, Long> position) {
      Set<Integer> toNote = new HashSet<>();
      Integer before = attempts.alone();
      if (before != null) {
        attempts.endAlone();
        toNote.add(before);
      }
      for (long[] frame : batch) {
        int p = (int) frame[0];
        if (isAlone || !attempts.isCovered(p, frame[1])) {
          toNote.add(p);
        }
        if (isAlone) {
          attempts.beginAlone(p, frame[1]);
        } else {
          attempts.begin(p, frame[1]);
        }
      }
      commit(attempts, attempts.present(toNote));
      if (batch.stream().anyMatch(frame -> poison.contains(frame[0] + "/" + frame[1]))) {
        return false;
      }
      batch.forEach(frame -> finish((int) frame[0], frame[1], position));
      if (random.nextBoolean()) {
        commit(attempts, position);
      }
      return true;
    }

    private void finish(int partition, long offset, Map<Integer, Long> position) {
      done.add(partition + "/" + offset);
      position.put(partition, offset + 1);
    }

    private void commit(Attempts<Integer> attempts, Map<Integer, Long> next) {
      Map<Integer, Long> offsets = Map.copyOf(next);
      notes.putAll(attempts.notes(offsets));
      committed.putAll(offsets);
      attempts.noted(offsets);
    }
  }
}
