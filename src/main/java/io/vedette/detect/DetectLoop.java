package io.vedette.detect;

import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.frame.Stage;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Worker;
import io.vedette.transport.detection.DetectionBatch;
import io.vedette.transport.detection.DetectionPublisher;
import io.vedette.transport.frame.FrameConsumer;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detect role: polls frames, infers them in batches across cameras, publishes what was seen
 * together with how far it came. Thread-safe; all of its Kafka is on the thread {@code
 * detect-poll}.
 *
 * <p>Reading pauses when enough waits, while polling goes on: a slow model does not cost the worker
 * its place in the group.
 */
public final class DetectLoop implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(DetectLoop.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int WAITING_BATCHES = 8;
  private static final String HELD_BACK =
      "two worker processes have ended while this frame was under way; it is not tried again";
  private static final int MOST_PER_COMMIT = 500;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MICROS_PER_MILLI = 1000;

  private final DetectSettings settings;
  private final DetectorParts parts;
  private final Ledger ledger;
  private final Supervision supervision;
  private final Worker worker;

  /**
   * A worker yet to be started.
   *
   * @param parts what it works with; opened and closed on its own thread
   * @param supervision whose completion is reached at the end of a span
   */
  public DetectLoop(
      DetectSettings settings, DetectorParts parts, Ledger ledger, Supervision supervision) {
    this.settings = settings;
    this.parts = parts;
    this.ledger = ledger;
    this.supervision = supervision;
    this.worker = new Worker("detect-poll", PATIENCE, Detecting::new, supervision.essential());
  }

  @Override
  public void start() {
    worker.start();
  }

  /** Ends after what is under way is committed, or given up, and waits. */
  @Override
  public void close() {
    worker.close();
  }

  private final class Detecting implements Worker.Duty, FrameConsumer.ShareListener {
    private final CommitProgress progress = new CommitProgress();
    private final Queue queue = new Queue(settings.perCamera());
    private final Trials trials = new Trials(UUID.randomUUID().toString(), queue, parts.batch());
    private final Sessions sessions = new Sessions();
    private final Admission admission =
        new Admission(settings.maxAge(), settings.catchUp(), sessions);
    private final CommitPace pace = new CommitPace(settings.commitInterval(), System::nanoTime);
    private DetectorParts.@Nullable Opened open;
    private final List<FrameRecord> arrived = new ArrayList<>();
    private boolean isGained;
    private boolean isUnsure;

    /** Frames to be published one by one, since a record of one of them was refused. */
    private int singly;

    private boolean isPaused;
    private @Nullable Failure unpublished;

    @Override
    public void run() {
      DetectorParts.Opened opened = opened();
      poll(opened);
      dropStale();
      parts.meters().waiting(progress.size(), opened.consumer().lag());
      submit(opened);
      if (timeToCommit().isZero()) {
        publish(opened);
      }
      if (opened.consumer().isAtEnd() && progress.size() == 0) {
        worker.stop();
        supervision.completion().done();
      }
    }

    private DetectorParts.Opened opened() {
      DetectorParts.Opened present = open;
      if (present == null) {
        present = parts.open(this, supervision.essential());
        open = present;
        trials.gained(present.consumer().partitions()); // those of a span, which nobody assigns
      }
      return present;
    }

    private void poll(DetectorParts.Opened opened) {
      FrameConsumer consumer = opened.consumer();
      throttle(consumer);
      arrived.addAll(consumer.poll(pollTime()));
      Failure failed = unpublished;
      unpublished = null;
      if (failed != null) {
        throw failed;
      }
      if (isGained) {
        sessions.restore(parts.sessions().read());
        isGained = false;
      }
      recover(opened); // first: a note repeats what is committed
      note(trials.claim(consumer, arrived));
      trials.claimed();
      arrived.forEach(this::admit);
      arrived.clear();
    }

    /**
     * Reading stops while enough waits and while results cannot be published; it goes on before the
     * lane runs dry.
     */
    private void throttle(FrameConsumer consumer) {
      boolean isFull = progress.size() >= WAITING_BATCHES * parts.batch() || !arrived.isEmpty();
      if (isFull != isPaused && (isFull || queue.size() < 2 * parts.batch())) {
        isPaused = isFull;
      }
      if (isPaused) {
        consumer.pause(); // also partitions that came meanwhile
      } else {
        consumer.resume();
      }
    }

    private void admit(FrameRecord record) {
      Job job = new Job(record);
      job.time(
          Stage.BROKER,
          (System.currentTimeMillis() - record.appendedAtMillis()) * MICROS_PER_MILLI);
      List<Job> expired = progress.add(job);
      if (!expired.isEmpty()) {
        trials.attempts().forgetRecords(record.partition());
        expired.forEach(gone -> ledger.dropped(gone.record().camera(), DropReason.EXPIRED));
      }
      if (admission.admits(job, parts.clock().instant()) && !trials.add(job)) {
        LOG.warn("frame {} is rejected: {}", job.frame().id(), HELD_BACK);
        job.end(new Job.Rejected(HELD_BACK, "", false));
      }
    }

    /** Until the batch is due, or something ends: the pipeline wakes the consumer. */
    private Duration pollTime() {
      boolean isWanted =
          open != null && open.pipeline().room() > 0 && !trials.isWaitingFor(open.pipeline());
      if (isWanted && trials.hasSuspects()) {
        return Duration.ZERO;
      }
      if (!isWanted || queue.size() == 0) {
        Duration left = timeToCommit();
        return left.isZero() ? IDLE_POLL : left;
      }
      long due = queue.oldestNanos() + settings.batchWait().toNanos() - System.nanoTime();
      return Duration.ofNanos(Math.max(0, due));
    }

    private void dropStale() {
      Instant now = parts.clock().instant();
      trials
          .remove(job -> admission.isStale(job, now))
          .forEach(job -> job.end(new Job.Dropped(DropReason.STALE)));
    }

    private void submit(DetectorParts.Opened opened) {
      Pipeline pipeline = opened.pipeline();
      boolean isDue = System.nanoTime() - queue.oldestNanos() >= settings.batchWait().toNanos();
      List<Job> jobs = trials.next(pipeline, pipeline.room(), isDue);
      if (!jobs.isEmpty()) {
        note(trials.toNote());
        trials.begun();
        parts.meters().submitted(jobs.size());
        pipeline.submit(jobs);
      }
    }

    /** Notes what is about to be begun with, at the offsets that are committed. */
    private void note(Map<Partition, Long> present) {
      commitNotes(present, trials.attempts().notes(present));
      trials.attempts().noted(present);
    }

    private void commitNotes(Map<Partition, Long> present, Map<Partition, String> notes) {
      DetectorParts.Opened opened = open;
      if (present.isEmpty() || opened == null) {
        return;
      }
      isUnsure = true;
      opened.publisher().publish(DetectionBatch.note(present, notes), opened.consumer());
      isUnsure = false;
    }

    /** Says of partitions that they are given up in order. */
    private void release(Collection<Partition> partitions) {
      Map<Partition, Long> released = trials.released(partitions, progress.underWay());
      commitNotes(released, trials.releases(released));
    }

    /** Results wait for others while whole batches wait: those are late by more than this. */
    private Duration timeToCommit() {
      Duration left = pace.left();
      return queue.size() < parts.batch() || left.isNegative() ? Duration.ZERO : left;
    }

    private void publish(DetectorParts.Opened opened) {
      recover(opened);
      List<Job> finished = progress.finished(singly > 0 ? 1 : MOST_PER_COMMIT);
      if (finished.isEmpty()) {
        return;
      }
      try {
        publish(opened, batch(finished));
        singly = Math.max(0, singly - 1);
      } catch (Failure e) {
        if (e.action() != Failure.Action.SKIP) {
          throw e;
        }
        refused(finished, e);
      }
    }

    private DetectionBatch batch(List<Job> finished) {
      try {
        Map<Partition, String> notes = trials.attempts().notes(CommitProgress.next(finished));
        return parts.detections().of(finished, sessions.begun(finished), notes);
      } catch (RuntimeException e) {
        throw Failure.skip("a record cannot be made: " + e, e);
      }
    }

    private void publish(DetectorParts.Opened opened, DetectionBatch batch) {
      isUnsure = true;
      long started = System.nanoTime();
      opened.publisher().publish(batch, opened.consumer());
      isUnsure = false;
      pace.committed();
      parts.meters().committed(Duration.ofNanos(System.nanoTime() - started));
      sessions.kept(batch.sessions());
      trials.attempts().noted(batch.next());
      account(progress.committed(batch.next()));
    }

    /** Of several frames each is published by itself, so that only the one at fault is rejected. */
    private void refused(List<Job> finished, Failure reason) {
      Job first = finished.get(0);
      if (finished.size() > 1) {
        singly = finished.size();
      } else if (first.outcome() instanceof Job.Rejected rejected && rejected.isRefused()) {
        first.end(new Job.Dropped(DropReason.REJECTED));
      } else if (first.outcome() instanceof Job.Dropped) {
        throw Failure.retry(String.valueOf(reason.getMessage()), reason); // not even that is taken
      } else {
        LOG.warn("a frame of {} is rejected: {}", first.record().camera(), reason.getMessage());
        first.end(
            first.outcome() instanceof Job.Rejected before
                ? before.refused()
                : Job.Rejected.by(reason));
      }
    }

    /** After a failed publish: what of it counts is asked of the broker, the rest goes again. */
    private void recover(DetectorParts.Opened opened) {
      if (isUnsure) {
        DetectionPublisher publisher = opened.publisher();
        Map<Partition, Long> next = publisher.recover(progress.partitions(), opened.consumer());
        account(progress.committed(next));
        trials.attempts().committed(next);
        isUnsure = false;
      }
    }

    private void account(List<Job> committed) {
      for (Job job : committed) {
        String camera = job.record().camera();
        if (job.outcome() instanceof Job.Detected) {
          ledger.inferred(camera);
          parts.meters().inferred(job, parts.clock().instant());
        } else if (job.outcome() instanceof Job.Dropped dropped) {
          ledger.dropped(camera, dropped.reason());
        } else {
          ledger.dropped(camera, DropReason.REJECTED);
        }
      }
    }

    @Override
    public void gained(Set<Partition> partitions) {
      isGained |= !partitions.isEmpty();
      trials.gained(partitions);
      admission.gained(partitions);
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
      progress.lost(partitions);
      arrived.removeIf(record -> partitions.contains(record.partition()));
      queue.remove(job -> partitions.contains(job.record().partition()));
      trials.lost(partitions);
    }

    @Override
    public void recalled(FrameRecord record) {
      admission.recalled(record);
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

    /** Lets what is under way end, and commits it; what only waits is left to another worker. */
    private void finish(DetectorParts.Opened opened) {
      trials.remove(job -> true);
      long deadline = System.nanoTime() + PATIENCE.toNanos() / 2;
      try {
        while (!opened.pipeline().isIdle() && System.nanoTime() - deadline < 0) {
          opened.consumer().pause();
          opened.consumer().poll(Duration.ofNanos(10 * NANOS_PER_MILLI));
        }
        publish(opened);
        release(trials.attempts().partitions());
        trials.lost(trials.attempts().partitions());
      } catch (Failure e) {
        LOG.warn("detect: results under way are given up: {}", e.getMessage());
      }
    }
  }
}
