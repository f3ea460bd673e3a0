package io.vedette.detect;

import io.vedette.detect.schedule.BatchRun;
import io.vedette.detect.schedule.Job;
import io.vedette.detect.schedule.Piece;
import io.vedette.detection.Regions;
import io.vedette.inference.Batch;
import io.vedette.inference.Lanes;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The batches in preparation and on the lanes: while each lane infers one on a thread of its own,
 * {@code lane-0} and further ones, the next is prepared. Every job gets an outcome, and then the
 * listener is called. Thread-safe.
 */
final class Pipeline implements AutoCloseable {
  private static final long LONG_RUN_NANOS = 50_000_000L;
  private static final long LEAD_NANOS = 10_000_000L;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofMillis(200);

  /** The batches that are filled together, and the jobs in them. */
  private record Load(List<Batch> memory, List<Job> jobs) {
    private List<Piece> pieces() {
      return jobs.stream().flatMap(job -> job.pieces().stream()).toList();
    }
  }

  private final Preparer preparer;
  private final List<Inferrer> inferrers;
  private final Runnable progress;
  private final int size;
  private final Regions regions;
  private final List<Batch> batches = new ArrayList<>();
  private final BlockingQueue<List<Batch>> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Load> prepared = new LinkedBlockingQueue<>();
  private final List<Worker> workers = new ArrayList<>();

  /** The time when each lane began its present batch; 0 while it infers nothing. */
  private final AtomicLongArray begunNanos;

  private final int loads;
  private volatile long inferNanos;
  private volatile long prepareNanos;

  /**
   * Starts the threads; closes preparer and inferrers, but not the lanes.
   *
   * @param inferrers one for each of the lanes
   * @param regions the regions of a frame that are inferred besides the whole
   * @param progress called, on any thread, when jobs have ended
   */
  Pipeline(
      Lanes lanes,
      Preparer preparer,
      List<Inferrer> inferrers,
      Regions regions,
      Runnable progress,
      Supervisor supervisor) {
    this.size = lanes.batch();
    this.regions = regions;
    this.preparer = preparer;
    this.inferrers = List.copyOf(inferrers);
    this.progress = progress;
    this.begunNanos = new AtomicLongArray(inferrers.size());
    this.loads = inferrers.size() + 1;
    for (int i = 0; i < loads; i++) {
      List<Batch> memory = Stream.generate(lanes::newBatch).limit(regions.pictures()).toList();
      batches.addAll(memory);
      free.add(memory);
    }
    for (int i = 0; i < inferrers.size(); i++) {
      int lane = i;
      workers.add(new Worker("lane-" + lane, CLOSE_TIMEOUT, () -> new Inferring(lane), supervisor));
    }
    workers.forEach(Worker::start);
  }

  /** The number of frames that can be submitted now; 0 while all batches are under way. */
  int room() {
    return free.isEmpty() ? 0 : inferrers.stream().mapToInt(Inferrer::limit).min().orElseThrow();
  }

  /**
   * The time, in ns, for which the next batch may be held back: each one under way takes longer
   * than the next takes to be prepared; 0 when it is wanted now.
   */
  long nanosUntilWanted() {
    if (free.size() > 1 || inferNanos < LONG_RUN_NANOS) {
      return 0;
    }
    long now = System.nanoTime();
    long lead = 2 * prepareNanos + LEAD_NANOS;
    long soonest = Long.MAX_VALUE;
    for (int lane = 0; lane < begunNanos.length(); lane++) {
      long begun = begunNanos.get(lane);
      long left = begun == 0 ? LEAD_NANOS : Math.max(0, begun + inferNanos - lead - now);
      soonest = Math.min(soonest, left);
    }
    return soonest;
  }

  /** Whether nothing is under way, or nothing will ever end because a lane has ended. */
  boolean isIdle() {
    return free.size() == loads || !workers.stream().allMatch(Worker::isAlive);
  }

  /** Takes jobs in, at most {@link #room} of them. */
  void submit(List<Job> jobs) {
    List<Batch> memory = free.remove();
    AtomicInteger left = new AtomicInteger(jobs.size());
    BatchRun run = new BatchRun(jobs.size());
    jobs.forEach(job -> job.join(run));
    jobs.forEach(job -> job.lookCloser(regions.of(job.frame().motion(), job.frame().size())));
    Load load = new Load(memory, jobs);
    long started = System.nanoTime();
    int next = 0;
    for (Job job : jobs) {
      List<ByteBuffer> slots = new ArrayList<>();
      for (int i = 0; i < job.pieces().size(); i++) {
        slots.add(memory.get(next / size).slot(next % size));
        next++;
      }
      preparer.prepare(
          job,
          slots,
          () -> {
            if (left.decrementAndGet() == 0) {
              prepareNanos = System.nanoTime() - started;
              prepared.add(load);
            }
          });
    }
  }

  @Override
  public void close() {
    preparer.close();
    workers.forEach(Worker::close);
    batches.forEach(Batch::close);
    inferrers.forEach(Inferrer::close);
  }

  private final class Inferring implements Worker.Duty {
    private final int lane;

    private Inferring(int lane) {
      this.lane = lane;
    }

    @Override
    public void run() throws InterruptedException {
      @Nullable Load load = prepared.poll(ROUND.toMillis(), TimeUnit.MILLISECONDS);
      if (load == null) {
        return;
      }
      boolean isAny = load.jobs.stream().anyMatch(job -> job.outcome() == null);
      if (isAny) {
        long began = System.nanoTime();
        begunNanos.set(lane, began);
        inferrers.get(lane).infer(load.memory, load.pieces());
        inferNanos = System.nanoTime() - began;
        begunNanos.set(lane, 0);
      }
      free.add(load.memory);
      progress.run();
    }
  }
}
