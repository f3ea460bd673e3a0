package io.vedette.console.run;

import io.vedette.console.run.RunRecord.State;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that this console makes, on a thread of the lowest priority. What it fails with is its own
 * affair: it ends, and nothing else does. Thread-safe.
 */
final class RunJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final long LOOK_MILLIS = 100;
  private static final int LONGEST_PROBLEM = 1000;

  private final RunOrder order;
  private final Supplier<RunMaker.Work> begin;
  private final Runnable ended;
  private final InstantSource clock;
  private final Instant started;
  private final Worker worker;
  private volatile State state = State.STARTING;
  private volatile @Nullable String problem;
  private volatile long inferred;
  private volatile @Nullable Double progress;

  /**
   * @param begin begins it, on its own thread
   * @param ended is called once it has ended, however that was
   */
  RunJob(
      RunOrder order,
      Supplier<RunMaker.Work> begin,
      Runnable ended,
      Supervisor supervisor,
      InstantSource clock) {
    this.order = order;
    this.begin = begin;
    this.ended = ended;
    this.clock = clock;
    this.started = clock.instant();
    this.worker = new Worker("run-" + order.name(), PATIENCE, Running::new, supervisor);
  }

  void start() {
    worker.start();
  }

  /** Ends it in order and waits; the same name goes on later. */
  @Override
  public void close() {
    worker.close();
  }

  /** The present record of the run. */
  RunRecord record() {
    return new RunRecord(order, started, state, progress, inferred, problem);
  }

  private final class Running implements Worker.Duty {
    private RunMaker.@Nullable Work work;
    private State outcome = State.STOPPED;

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // a wish: where it is not heeded, few threads help
    public void run() throws InterruptedException {
      try {
        RunMaker.Work present = work;
        if (present == null) {
          Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
          work = begin.get();
          state = State.RUNNING;
        } else {
          look(present);
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) { // also an Error, such as of a library that does not load
        fail(e);
      }
    }

    private void look(RunMaker.Work present) throws InterruptedException {
      note(present);
      if (present.isDone()) {
        end(State.ENDED);
      } else {
        state = present.isLive() ? State.LIVE : State.RUNNING;
        if (order.kind() == RunOrder.Kind.SHADOW && state != State.LIVE && isOver()) {
          end(State.ENDED);
        }
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }

    private void note(RunMaker.Work present) {
      inferred = present.inferred();
      OptionalDouble share = present.progress();
      progress = share.isPresent() ? share.getAsDouble() : null;
    }

    private boolean isOver() {
      return clock.instant().isAfter(started.plus(order.length()));
    }

    private void end(State how) {
      outcome = how;
      worker.stop();
    }

    private void fail(Throwable failure) {
      boolean isKnown = failure instanceof Failure;
      String reason = isKnown ? String.valueOf(failure.getMessage()) : failure.toString();
      problem = Printable.line(Secrets.mask(reason), LONGEST_PROBLEM);
      LOG.warn("run {} failed: {}", order.name(), problem, isKnown ? null : failure);
      end(State.FAILED);
    }

    @Override
    public void onClose() {
      RunMaker.Work present = work;
      try {
        if (present != null) {
          present.close();
          note(present);
        }
      } finally { // else the console would make no other run
        state = outcome;
        ended.run();
      }
    }
  }
}
