package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import io.vedette.runtime.Failure;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random runs of workers that share frames, die, lose partitions and cannot publish. */
class FrameSchedulerTest {
  private static final int CASES = 10_000;
  private static final int STEPS = 120;
  private static final int MOST_ROUNDS = 4000;
  private static final FrameScheduler.Limits LIMITS =
      new FrameScheduler.Limits(Duration.ofSeconds(2), Duration.ofSeconds(30), 2, 4);

  @Test
  void shouldGiveEachFrameOneFateInOrderWhateverEndsWorkers() {
    RandomCases.checkOthersEachRun(CASES, random -> new Walk(random).run());
  }

  @Test
  void shouldNotBeginWithAFrameTwiceNorPublishWhatHasNotEnded() {
    SharedFrames frames = new SharedFrames(new Random(1), 1);
    frames.append(false);
    Job job = new Job(frames.read(frames.partitions.get(0), 0, 1).get(0));
    assertThat(job.state()).isEqualTo(Job.State.WAITING);
    assertThatThrownBy(() -> job.endOtherwise(new Job.Detected(List.of())))
        .isInstanceOf(IllegalStateException.class);

    job.begin();

    assertThat(job.state()).isEqualTo(Job.State.UNDER_WAY);
    assertThatThrownBy(job::begin).isInstanceOf(IllegalStateException.class);
    job.end(new Job.Detected(List.of()));
    job.end(new Job.Rejected("later", "", false));
    assertThat(job.state()).isEqualTo(Job.State.ENDED);
    assertThat(job.outcome()).isInstanceOf(Job.Detected.class);
  }

  /** One worker process, as {@code DetectLoop} uses its scheduler. */
  private static final class Process {
    private final SharedFrames frames;
    private final Random random;
    private final FrameScheduler scheduler;
    private final Map<Partition, Long> positions = new HashMap<>();
    private final List<Job> underWay = new ArrayList<>();
    private final double unsureShare;
    private boolean isUnsure;

    private Process(SharedFrames frames, Random random, int number, double unsureShare) {
      this.frames = frames;
      this.random = random;
      this.unsureShare = unsureShare;
      this.scheduler = new FrameScheduler(LIMITS, "worker" + number, frames::nanos, line -> {});
    }

    private void gain(Partition partition) {
      frames.own(partition, this);
      positions.put(partition, frames.committed(partition));
      scheduler.gained(Set.of(partition));
      scheduler.restore(frames.keptSessions());
    }

    private void lose(Partition partition, boolean isInOrder) {
      if (isInOrder && publish()) {
        Map<Partition, Long> released = scheduler.released(Set.of(partition));
        commit(released, scheduler.releases(released));
      }
      frames.own(partition, null);
      positions.remove(partition);
      scheduler.lost(Set.of(partition));
      underWay.removeIf(job -> job.record().partition().equals(partition));
    }

    /** A round of the loop; false when a frame ends the process in it. */
    private boolean round() {
      positions.replaceAll(this::read);
      recover();
      boolean isClaimed = note(scheduler.claim(frames.begins(scheduler.unclaimed())));
      if (!isClaimed) {
        return true;
      }
      scheduler.claimed();
      assertThat(scheduler.admit(frames.now())).isEmpty();
      scheduler.dropStale(frames.now());
      begin();
      boolean isAlive = infer();
      if (isAlive && random.nextInt(3) > 0) {
        var unused = publish();
      }
      return isAlive;
    }

    private long read(Partition partition, long position) {
      List<FrameRecord> read = frames.read(partition, position, random.nextInt(6));
      scheduler.arrived(read);
      return position + read.size();
    }

    private void begin() {
      int room = underWay.size() >= 2 * LIMITS.batch() ? 0 : 1 + random.nextInt(LIMITS.batch());
      List<Job> jobs = scheduler.next(underWay.isEmpty(), room, random.nextBoolean());
      if (!jobs.isEmpty() && note(scheduler.toNote())) {
        scheduler.begun();
        underWay.addAll(jobs);
      }
    }

    private boolean infer() {
      for (Job job : List.copyOf(underWay)) {
        if (random.nextInt(3) > 0) {
          if (frames.isPoisonous(job)) {
            frames.die(job);
            return false;
          }
          underWay.remove(job);
          job.end(
              random.nextInt(10) == 0
                  ? new Job.Rejected("broken", "", false)
                  : new Job.Detected(List.of()));
        }
      }
      return true;
    }

    private boolean publish() {
      recover();
      List<Job> finished = scheduler.finished();
      if (finished.isEmpty()) {
        return true;
      }
      if (random.nextInt(20) == 0) {
        return refuse(finished);
      }
      var begun = scheduler.begunSessions(finished);
      Map<Partition, Long> next = FrameScheduler.next(finished);
      boolean isLost = random.nextDouble() < unsureShare;
      if (isLost && random.nextBoolean()) {
        isUnsure = true;
        return false;
      }
      boolean isDone = frames.publish(this, finished, begun, scheduler.notes(next));
      if (isLost || !isDone) {
        isUnsure = true;
        return false;
      }
      List<Job> committed = scheduler.committed(next, begun);
      assertThat(committed).containsExactlyInAnyOrderElementsOf(finished);
      return true;
    }

    private boolean refuse(List<Job> finished) {
      try {
        scheduler.refused(
            finished, Failure.skip("too large", new IllegalArgumentException("5 MB")));
      } catch (Failure e) {
        assertThat(e.action()).isEqualTo(Failure.Action.RETRY);
      }
      return false;
    }

    private boolean note(Map<Partition, Long> present) {
      if (!commit(present, scheduler.notes(present))) {
        return false;
      }
      scheduler.noted(present);
      return true;
    }

    private boolean commit(Map<Partition, Long> present, Map<Partition, String> notes) {
      if (present.isEmpty()) {
        return true;
      }
      boolean isLost = random.nextDouble() < unsureShare;
      boolean isDone = !(isLost && random.nextBoolean()) && frames.commit(this, present, notes);
      isUnsure = isLost || !isDone;
      return !isUnsure;
    }

    private void recover() {
      if (isUnsure) {
        Map<Partition, Long> next = new HashMap<>();
        for (Partition partition : scheduler.partitions()) {
          next.put(partition, frames.committed(partition));
        }
        scheduler.recovered(next);
        isUnsure = false;
      }
    }
  }

  /** One random case. */
  private static final class Walk {
    private final Random random;
    private final SharedFrames frames;
    private final List<Process> alive = new ArrayList<>();
    private final double poisonShare;
    private final double unsureShare;
    private int started;

    private Walk(Random random) {
      this.random = random;
      this.frames = new SharedFrames(random, 1 + random.nextInt(3));
      this.poisonShare = random.nextInt(3) == 0 ? 0 : random.nextDouble() / 10;
      this.unsureShare = random.nextInt(2) == 0 ? 0 : random.nextDouble() / 4;
    }

    private void run() {
      for (int step = 0; step < STEPS; step++) {
        frames.pass(random.nextInt(10) == 0 ? 5000 : 200);
        step();
      }
      for (int round = 0; !frames.isAllCommitted(); round++) {
        assertThat(round).as("rounds until all is committed").isLessThan(MOST_ROUNDS);
        frames.pass(200);
        share();
        rounds();
      }
      frames.assertEachHasOneFate();
    }

    private void step() {
      int dice = random.nextInt(20);
      if (dice < 8) {
        frames.append(random.nextDouble() < poisonShare);
      } else if (dice < 17) {
        rounds();
      } else if (dice < 18) {
        Partition partition = frames.partitions.get(random.nextInt(frames.partitions.size()));
        if (frames.owner(partition) instanceof Process owner) {
          owner.lose(partition, random.nextBoolean());
        }
      } else if (dice < 19 && !alive.isEmpty()) {
        die(alive.get(random.nextInt(alive.size())));
      } else {
        share();
      }
    }

    private void rounds() {
      for (Process process : List.copyOf(alive)) {
        if (!process.round()) {
          die(process);
        }
      }
    }

    private void die(Process process) {
      alive.remove(process);
      for (Partition partition : frames.partitions) {
        if (process.equals(frames.owner(partition))) {
          frames.own(partition, null);
        }
      }
    }

    /** Gives partitions that nobody has to workers, of which there are two at least. */
    private void share() {
      while (alive.size() < 2) {
        alive.add(new Process(frames, random, started++, unsureShare));
      }
      for (Partition partition : frames.partitions) {
        if (frames.owner(partition) == null) {
          alive.get(random.nextInt(alive.size())).gain(partition);
        }
      }
    }
  }
}
