package io.vedette.detect;

import io.vedette.detect.schedule.FrameScheduler;
import io.vedette.detect.schedule.Job;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.Changes;
import io.vedette.transport.detection.DetectionBatch;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of the detect role: it polls frames, infers them in batches across cameras, and
 * publishes the detections together with the consumed offsets. Thread-safe; all of its Kafka is on
 * the thread {@code detect-poll}.
 *
 * <p>Reading pauses when enough waits, while polling goes on: a slow model does not cost the worker
 * its place in the group. Closing it waits until what is under way is committed or given up.
 */
public final class DetectLoop extends WorkerService {
  private static final Logger LOG = LoggerFactory.getLogger(DetectLoop.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final DetectSettings settings;
  private final DetectorParts parts;
  private final Ledger ledger;
  private final Supervision supervision;
  private final SpanProgress progress = new SpanProgress();

  /**
   * A worker yet to be started.
   *
   * @param parts what it works with; opened and closed on its own thread
   * @param supervision whose completion is reached at the end of a span
   */
  public DetectLoop(
      DetectSettings settings, DetectorParts parts, Ledger ledger, Supervision supervision) {
    super("detect-poll", CLOSE_TIMEOUT, supervision.essential());
    this.settings = settings;
    this.parts = parts;
    this.ledger = ledger;
    this.supervision = supervision;
  }

  @Override
  protected Worker.Duty duty() {
    return new Detecting();
  }

  private FrameScheduler.Limits limits() {
    return new FrameScheduler.Limits(
        settings.maxAge(), settings.catchUp(), settings.perCamera(), parts.batch());
  }

  /** The share of a span's records that are read, 0–1; empty while that is unknown. */
  public OptionalDouble progress() {
    return progress.share();
  }

  private final class Detecting implements Worker.Duty, FrameConsumer.ShareListener {
    private final FrameScheduler scheduler =
        new FrameScheduler(limits(), UUID.randomUUID().toString(), System::nanoTime, LOG::warn);
    private final Throttle throttle = new Throttle(parts.batch());
    private final CommitPace pace = new CommitPace(settings.commitInterval(), System::nanoTime);
    private DetectorParts.@Nullable Opened open;
    private final Changes share = new Changes("partitions of this detect worker");
    private boolean isGained;
    private boolean isRebalanced;
    private boolean isUnsure;

    private @Nullable Failure unpublished;

    @Override
    public void run() {
      DetectorParts.Opened opened = opened();
      poll(opened);
      scheduler.dropStale(parts.clock().instant());
      parts.meters().waiting(scheduler.open(), opened.consumer().lag());
      progress.left(opened.consumer().left());
      submit(opened);
      if (timeToCommit().isZero()) {
        publish(opened);
      }
      if (opened.consumer().isAtEnd() && scheduler.open() == 0) {
        worker().stop();
        supervision.completion().done();
      }
    }

    private DetectorParts.Opened opened() {
      DetectorParts.Opened present = open;
      if (present == null) {
        present = parts.open(this, supervision.essential());
        open = present;
        Set<Partition> span = present.consumer().partitions(); // which nobody assigns
        isGained = !span.isEmpty();
        scheduler.gainedSpan(span);
      }
      return present;
    }

    private void poll(DetectorParts.Opened opened) {
      FrameConsumer consumer = opened.consumer();
      throttle.apply(consumer, scheduler);
      scheduler.arrived(consumer.poll(pollTime()));
      Failure failed = unpublished;
      unpublished = null;
      if (failed != null) {
        throw failed;
      }
      if (isRebalanced) {
        isRebalanced = false;
        share.log(consumer.partitions().stream().map(Partition::name).toList());
      }
      if (isGained) {
        scheduler.restore(parts.sessions().read());
        isGained = false;
      }
      recover(opened); // first: a note repeats what is committed
      claim(consumer);
      for (Job expired : scheduler.admit(parts.clock().instant())) {
        ledger.dropped(expired.record().camera(), DropReason.EXPIRED);
      }
    }

    private void claim(FrameConsumer consumer) {
      Set<Partition> unclaimed = scheduler.unclaimed();
      note(scheduler.claim(unclaimed.isEmpty() ? List.of() : consumer.begins(unclaimed)));
      scheduler.claimed();
    }

    /**
     * The longest time to poll: until the batch is due; the pipeline wakes the consumer when
     * something ends.
     */
    private Duration pollTime() {
      boolean isWanted = isBatchWanted();
      if (isWanted && scheduler.hasSuspects()) {
        return Duration.ZERO;
      }
      if (isWanted && heldNanos() > 0) {
        return Duration.ofNanos(heldNanos());
      }
      if (!isWanted || scheduler.waiting() == 0) {
        Duration left = timeToCommit();
        return left.isZero() ? IDLE_POLL : left;
      }
      long due = scheduler.oldestNanos() + settings.batchWait().toNanos() - System.nanoTime();
      return Duration.ofNanos(Math.max(0, due));
    }

    private boolean isBatchWanted() {
      return open != null
          && open.pipeline().room() > 0
          && !scheduler.isHeldUp(open.pipeline().isIdle());
    }

    /** The time to wait with the next batch, so that its frames are as new as possible. */
    private long heldNanos() {
      return open != null && scheduler.isOverloaded() ? open.pipeline().nanosUntilWanted() : 0;
    }

    private void submit(DetectorParts.Opened opened) {
      Pipeline pipeline = opened.pipeline();
      boolean isDue = System.nanoTime() - scheduler.oldestNanos() >= settings.batchWait().toNanos();
      int room = heldNanos() > 0 ? 0 : pipeline.room();
      List<Job> jobs = scheduler.next(pipeline.isIdle(), room, isDue);
      if (!jobs.isEmpty()) {
        note(scheduler.toNote());
        scheduler.begun();
        parts.meters().submitted(jobs.size());
        pipeline.submit(jobs);
      }
    }

    /** Commits the notes of the frames to begin with, at the offsets that are committed already. */
    private void note(Map<Partition, Long> present) {
      commitNotes(present, scheduler.notes(present));
      scheduler.noted(present);
    }

    private void commitNotes(Map<Partition, Long> present, Map<Partition, String> notes) {
      DetectorParts.Opened opened = open;
      if (present.isEmpty() || opened == null) {
        return;
      }
      isUnsure = true;
      opened.publisher().publish(DetectionBatch.note(present, notes));
      isUnsure = false;
    }

    /** Notes in Kafka that partitions are given up in order. */
    private void release(Collection<Partition> partitions) {
      Map<Partition, Long> released = scheduler.released(partitions);
      commitNotes(released, scheduler.releases(released));
    }

    /** The time until results are committed: under load they wait for others. */
    private Duration timeToCommit() {
      Duration left = pace.left();
      boolean isBusy = scheduler.waiting() >= parts.batch() || scheduler.isOverloaded();
      return isBusy && !left.isNegative() ? left : Duration.ZERO;
    }

    private void publish(DetectorParts.Opened opened) {
      recover(opened);
      List<Job> finished = scheduler.finished();
      if (finished.isEmpty()) {
        return;
      }
      try {
        publish(opened, batch(finished));
      } catch (Failure e) {
        if (e.action() != Failure.Action.SKIP) {
          throw e;
        }
        scheduler.refused(finished, e);
      }
    }

    private DetectionBatch batch(List<Job> finished) {
      try {
        Map<Partition, String> notes = scheduler.notes(FrameScheduler.next(finished));
        return parts.detections().of(finished, scheduler.begunSessions(finished), notes);
      } catch (RuntimeException e) {
        throw Failure.skip("a record cannot be made: " + e, e);
      }
    }

    private void publish(DetectorParts.Opened opened, DetectionBatch batch) {
      isUnsure = true;
      long started = System.nanoTime();
      opened.publisher().publish(batch);
      isUnsure = false;
      pace.committed();
      parts.meters().committed(Duration.ofNanos(System.nanoTime() - started));
      account(scheduler.committed(batch.next(), batch.sessions()));
    }

    /**
     * Recovers from a failed publish: the broker says what was committed; the rest is published
     * again.
     */
    private void recover(DetectorParts.Opened opened) {
      if (isUnsure) {
        account(scheduler.recovered(opened.publisher().recover(scheduler.partitions())));
        isUnsure = false;
      }
    }

    private void account(List<Job> committed) {
      parts.traces().committed(committed, parts.clock().instant());
      for (Job job : committed) {
        String camera = job.record().camera();
        if (job.outcome() instanceof Job.Detected) {
          ledger.inferred(camera);
          parts.meters().inferred(job, parts.clock().instant());
        } else {
          ledger.dropped(
              camera,
              job.outcome() instanceof Job.Dropped drop ? drop.reason() : DropReason.REJECTED);
        }
      }
    }

    @Override
    public void gained(Set<Partition> partitions) {
      isRebalanced = true;
      isGained |= !partitions.isEmpty();
      scheduler.gained(partitions);
    }

    @Override
    public void giving(Set<Partition> partitions) {
      if (open != null && !partitions.isEmpty()) {
        try {
          publish(open);
          release(partitions);
        } catch (Failure e) {
          unpublished = e; // in the midst of a poll, which must not be cut off
        }
      }
    }

    @Override
    public void lost(Set<Partition> partitions) {
      scheduler.lost(partitions);
    }

    @Override
    public void recalled(FrameRecord record) {
      scheduler.recalled(record);
    }

    @Override
    public Backoff backoff() {
      return new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    }

    @Override
    public void onClose() {
      DetectorParts.Opened opened = open;
      if (opened == null) {
        return;
      }
      try (opened) {
        finish(opened);
      }
    }

    /**
     * Waits for frames under way and commits them; those that only wait are left to another worker.
     */
    private void finish(DetectorParts.Opened opened) {
      scheduler.leaveWaiting();
      long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos() / 2;
      try {
        while (!opened.pipeline().isIdle() && System.nanoTime() - deadline < 0) {
          opened.consumer().pause();
          opened.consumer().poll(Duration.ofNanos(10 * NANOS_PER_MILLI));
        }
        publish(opened);
        Set<Partition> claimed = scheduler.claimedPartitions();
        release(claimed);
        scheduler.lost(claimed);
      } catch (Failure e) {
        LOG.warn("detect: results under way are given up: {}", e.getMessage());
      }
    }
  }
}
