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
 * The runs that this console makes, a few at a time, and the last ones that it has made, also
 * before it was started again. Thread-safe.
 */
public final class RunJobs implements AutoCloseable {
  private static final int MOST_KEPT = 50;

  private final RunMaker maker;
  private final int atOnce;
  private final RunHistory history;
  private final Supervisor supervisor;
  private final InstantSource clock;
  private final Map<String, RunRecord> earlier = new LinkedHashMap<>();
  private final Map<String, RunJob> jobs = new LinkedHashMap<>();
  private boolean isClosed;

  /**
   * @param atOnce how many are made at a time
   * @param history of the runs that were made before
   */
  public RunJobs(
      RunMaker maker, int atOnce, RunHistory history, Supervisor supervisor, InstantSource clock) {
    this.maker = maker;
    this.atOnce = atOnce;
    this.history = history;
    this.supervisor = supervisor;
    this.clock = clock;
    history.read().forEach(run -> earlier.put(run.order().name(), run.afterRestart()));
  }

  /**
   * Starts a run.
   *
   * @throws Problem where as many are made as may be
   * @throws io.vedette.runtime.Failure of action STOP where Kafka does not allow it
   */
  RunRecord start(RunOrder order, ModelFile model) {
    requireRoom(order);
    maker.prepare(order);
    RunJob job = new RunJob(order, () -> maker.begin(order, model), this::store, supervisor, clock);
    synchronized (this) {
      requireRoom(order); // others may have been faster meanwhile
      earlier.remove(order.name());
      jobs.remove(order.name());
      jobs.put(order.name(), job);
      forgetOldest();
      store();
      job.start();
    }
    return job.record();
  }

  /** Once the console is being stopped, what is under way stays noted as such: it is to go on. */
  private synchronized void store() {
    if (!isClosed) {
      history.write(records());
    }
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
            .map(RunJob::record)
            .filter(run -> run.isActive() && run.state() != RunRecord.State.LIVE)
            .map(run -> run.order().name())
            .toList();
    boolean isSame = find(order.name()).filter(RunRecord::isActive).isPresent();
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
        records().stream().filter(run -> !run.isActive()).map(run -> run.order().name()).toList();
    ended.stream()
        .limit(Math.max(0, jobs.size() + earlier.size() - MOST_KEPT))
        .forEach(
            name -> {
              earlier.remove(name);
              jobs.remove(name);
            });
  }

  synchronized Optional<RunRecord> find(String name) {
    @Nullable RunJob job = jobs.get(name);
    @Nullable RunRecord past = earlier.get(name);
    return Optional.ofNullable(job == null ? past : job.record());
  }

  /** All of them, the earliest first. */
  synchronized List<RunRecord> records() {
    List<RunRecord> records = new ArrayList<>(earlier.values());
    jobs.values().forEach(job -> records.add(job.record()));
    return records;
  }

  /** Ends one in order, and waits; nothing where it has ended. */
  void stop(String name) {
    @Nullable RunJob job;
    synchronized (this) {
      job = jobs.get(name);
    }
    if (job != null) {
      job.close();
    }
  }

  /** Ends all of them in order, and waits. */
  @Override
  public void close() {
    List<RunJob> open;
    synchronized (this) {
      isClosed = true;
      open = List.copyOf(jobs.values());
    }
    open.forEach(RunJob::close);
  }
}
