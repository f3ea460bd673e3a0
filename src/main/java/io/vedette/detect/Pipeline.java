package io.vedette.detect;

import io.vedette.inference.Batch;
import io.vedette.inference.Lane;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Two batches on their way through preparation and the lane: while one is inferred on the thread
 * {@code lane-0}, the next is prepared. Jobs end one way or another; whoever is told then finds
 * their outcomes. Thread-safe.
 */
final class Pipeline implements AutoCloseable {
  private static final int BATCHES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofMillis(200);

  /** A batch's memory and what is in it. */
  private record Load(Batch batch, List<Job> jobs) {}

  private final Preparer preparer;
  private final Inferrer inferrer;
  private final Runnable progress;
  private final List<Batch> batches = new ArrayList<>();
  private final BlockingQueue<Batch> free = new LinkedBlockingQueue<>();
  private final BlockingQueue<Load> prepared = new LinkedBlockingQueue<>();
  private final Worker worker;

  /**
   * Starts; takes preparer and inferrer over, not the lane.
   *
   * @param progress told, on any thread, when jobs have ended
   */
  Pipeline(
      Lane lane, Preparer preparer, Inferrer inferrer, Runnable progress, Supervisor supervisor) {
    this.preparer = preparer;
    this.inferrer = inferrer;
    this.progress = progress;
    this.worker = new Worker("lane-0", PATIENCE, Inferring::new, supervisor);
    for (int i = 0; i < BATCHES; i++) {
      batches.add(lane.newBatch());
    }
    free.addAll(batches);
    worker.start();
  }

  /** Pictures that can be taken in now; 0 while both batches are under way. */
  int room() {
    return free.isEmpty() ? 0 : inferrer.limit();
  }

  /** Whether nothing is under way, or never will be again because the lane has ended. */
  boolean isIdle() {
    return free.size() == BATCHES || !worker.isAlive();
  }

  /** Takes jobs in, at most {@link #room} of them. */
  void submit(List<Job> jobs) {
    Batch batch = free.remove();
    AtomicInteger left = new AtomicInteger(jobs.size());
    Load load = new Load(batch, jobs);
    for (int slot = 0; slot < jobs.size(); slot++) {
      preparer.prepare(
          jobs.get(slot),
          batch.slot(slot),
          () -> {
            if (left.decrementAndGet() == 0) {
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
        inferrer.infer(load.batch, load.jobs);
      }
      free.add(load.batch);
      progress.run();
    }
  }
}
