package io.vedette.console.run;

import io.vedette.console.contract.Problem;
import io.vedette.runtime.Supervisor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs that this console makes, a few at a time, and the last ones that it has made.
 * Thread-safe.
 */
public final class RunJobs implements AutoCloseable {
  private static final int MOST_KEPT = 50;

  private final RunMaker maker;
  private final int atOnce;
  private final Supervisor supervisor;
  private final InstantSource clock;
  private final Map<String, RunJob> jobs = new LinkedHashMap<>();
  private boolean isClosed;

  /**
   * @param atOnce how many are made at a time
   */
  public RunJobs(RunMaker maker, int atOnce, Supervisor supervisor, InstantSource clock) {
    this.maker = maker;
    this.atOnce = atOnce;
    this.supervisor = supervisor;
    this.clock = clock;
  }

  /**
   * Starts a run.
   *
   * @throws Problem where as many are made as may be
   * @throws io.vedette.runtime.Failure of action STOP where Kafka does not allow it
   */
  RunJob start(RunOrder order) {
    requireRoom(order);
    maker.prepare(order);
    RunJob job = new RunJob(order, maker, supervisor, clock);
    synchronized (this) {
      requireRoom(order); // others may have been faster meanwhile
      jobs.remove(order.name());
      jobs.put(order.name(), job);
      forgetOldest();
      job.start();
    }
    return job;
  }

  private synchronized void requireRoom(RunOrder order) {
    if (isClosed) {
      throw new Problem(503, "the console is being stopped");
    }
    if (atOnce == 0) {
      throw new Problem(409, "this console makes no runs; set console.runs.at-once");
    }
    List<String> busy =
        jobs.values().stream()
            .filter(job -> job.isActive() && job.state() != RunJob.State.LIVE)
            .map(job -> job.order().name())
            .toList();
    boolean isSame = find(order.name()).filter(RunJob::isActive).isPresent();
    if (isSame) {
      throw new Problem(409, "run %s is being made; stop it first".formatted(order.name()));
    }
    if (busy.size() >= atOnce) {
      throw new Problem(
          409,
          "run %s is being made, and this console makes %d at a time; wait for its end or stop it (console.runs.at-once)"
              .formatted(String.join(", ", busy), atOnce));
    }
  }

  private void forgetOldest() {
    List<String> ended =
        jobs.values().stream()
            .filter(job -> !job.isActive())
            .map(job -> job.order().name())
            .toList();
    ended.stream().limit(Math.max(0, jobs.size() - MOST_KEPT)).forEach(jobs::remove);
  }

  synchronized Optional<RunJob> find(String name) {
    @Nullable RunJob job = jobs.get(name);
    return Optional.ofNullable(job);
  }

  synchronized List<RunJob> all() {
    return new ArrayList<>(jobs.values());
  }

  /** Ends all of them in order, and waits. */
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
    }
    all().forEach(RunJob::close);
  }
}
