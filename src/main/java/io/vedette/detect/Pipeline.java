package io.vedette.detect;

import io.vedette.detect.schedule.BatchRun;
import io.vedette.detect.schedule.Job;
import io.vedette.detect.schedule.Piece;
import io.vedette.detection.Regions;
import io.vedette.inference.Batch;
import io.vedette.inference.Lane;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The two batches in preparation and on the lane: while one is inferred on the thread {@code
 * lane-0}, the next is prepared. Every job gets an outcome, and then the listener is called.
 * Thread-safe.
 */
final class Pipeline implements AutoCloseable {
  private static final int BATCHES = 2;
  private static final long LONG_RUN_NANOS = 50_000_000L;
  private static final long LEAD_NANOS = 10_000_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofMillis(200);

  /** Memory of batches, one after the other, and what is in it. */
  private record Load(List<Batch> memory, List<Job> jobs) {
    private List<Piece> pieces() {
      return jobs.stream().flatMap(job -> job.pieces().stream()).toList();
    }
  }

  private final Preparer preparer;
  private final Inferrer inferrer;
  private final Runnable progress;
  private final int size;
  private final Regions regions;
  private final List<Batch> batches = new ArrayList<>();
  private final BlockingQueue<List<Batch>> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Load> prepared = new LinkedBlockingQueue<>();
  private final Worker worker;
  private volatile long begunNanos;
  private volatile long inferNanos;
  private volatile long prepareNanos;

  /**
   * Starts; takes preparer and inferrer over, not the lane.
   *
   * @param regions which parts of a frame are looked at more closely
   * @param progress called, on any thread, when jobs have ended
   */
  Pipeline(
      Lane lane,
      Preparer preparer,
      Inferrer inferrer,
      Regions regions,
      Runnable progress,
      Supervisor supervisor) {
    this.size = lane.batch();
    this.regions = regions;
    this.preparer = preparer;
    this.inferrer = inferrer;
    this.progress = progress;
    this.worker = new Worker("lane-0", PATIENCE, Inferring::new, supervisor);
    for (int i = 0; i < BATCHES; i++) {
      List<Batch> memory = Stream.generate(lane::newBatch).limit(regions.pictures()).toList();
      batches.addAll(memory);
      free.add(memory);
    }
    worker.start();
  }

  /** Frames that can be taken in now; 0 while both batches are under way. */
  int room() {
    return free.isEmpty() ? 0 : inferrer.limit();
  }

  /**
   * How long the next batch is not wanted yet, since the one under way takes longer than the next
   * takes to be prepared; 0 when it is wanted now.
   */
  long nanosUntilWanted() {
    if (free.size() == BATCHES || inferNanos < LONG_RUN_NANOS) {
      return 0;
    }
    long begun = begunNanos;
    long lead = 2 * prepareNanos + LEAD_NANOS;
    return begun == 0 ? LEAD_NANOS : Math.max(0, begun + inferNanos - lead - System.nanoTime());
  }

  /** Whether nothing is under way, or never will be again because the lane has ended. */
  boolean isIdle() {
    return free.size() == BATCHES || !worker.isAlive();
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
    worker.close();
    batches.forEach(Batch::close);
    inferrer.close();
  }

  private final class Inferring implements Worker.Duty {
    @Override
    public void run() throws InterruptedException {
      @Nullable Load load = prepared.poll(ROUND.toMillis(), TimeUnit.MILLISECONDS);
      if (load == null) {
        return;
      }
      boolean isAny = load.jobs.stream().anyMatch(job -> job.outcome() == null);
      if (isAny) {
        begunNanos = System.nanoTime();
        inferrer.infer(load.memory, load.pieces());
        inferNanos = System.nanoTime() - begunNanos;
        begunNanos = 0;
      }
      free.add(load.memory);
      progress.run();
    }
  }
}
