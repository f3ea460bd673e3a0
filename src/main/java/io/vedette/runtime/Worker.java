package io.vedette.runtime;

import io.vedette.text.Count;
import io.vedette.text.DurationWords;
import io.vedette.text.RepeatedReasons;
import io.vedette.text.Secrets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One long-running duty on one named thread that it owns. Thread-safe.
 *
 * <p>The shape is Agrona's agent: everything the duty touches is opened, used and closed on its
 * thread; others only ask it to stop. What a failure of the duty means is its supervisor's
 * decision; the waits between attempts and restarts are taken here, and nowhere else.
 */
public final class Worker implements Service, Part {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration FIRST_RESTART = Duration.ofSeconds(1);

  /** The time after which a duty has recovered from its last restart. */
  private static final Duration LONGEST_RESTART = Duration.ofMinutes(1);

  /** The least wait after a failure of action STOP: a person has to change something first. */
  private static final Duration WAIT_AFTER_STOP = Duration.ofSeconds(15);

  /** The length of a round that is reported as trouble, unless the duty's rounds have no bound. */
  private static final Duration LONG_ROUND = Duration.ofMinutes(2);

  /** The work of a {@link Worker}, all of it on the worker's thread. */
  @FunctionalInterface
  public interface Duty {
    /** Does one round of work; may block for a bounded time or until interrupted. */
    void run() throws InterruptedException;

    /** The waits between attempts while {@link #run} fails with what may be tried again. */
    default Backoff backoff() {
      return Backoff.usual();
    }

    /**
     * The reason why the duty cannot work although its rounds succeed; empty when it can. Asked by
     * other threads; must not block.
     */
    default Optional<String> trouble() {
      return Optional.empty();
    }

    /** Whether a round ends within two minutes; a camera's lasts as long as its connection. */
    default boolean isRoundBounded() {
      return true;
    }

    /**
     * Closes what must be opened again; called when {@link #run} threw what may be tried again.
     *
     * @param wait the time to the next attempt
     * @return the same, or longer
     */
    default Duration onRetry(Failure failure, Duration wait) {
      return wait;
    }

    /**
     * Called once when {@link #run} threw what ends this duty, before {@link #onClose}.
     *
     * @param restart the time until another duty takes its place; null when none does
     */
    default void onFailure(Throwable failure, @Nullable Duration restart) {}

    /** Called once on the way out, also after a throw from {@link #run}. */
    default void onClose() {}
  }

  private final String name;
  private final Duration closeTimeout;
  private final Supplier<? extends Duty> duties;
  private final Supervisor supervisor;
  private final Backoff restarts =
      new Backoff(FIRST_RESTART, LONGEST_RESTART, ThreadLocalRandom.current());
  private final AtomicBoolean started = new AtomicBoolean();
  private final RepeatedReasons reasons = new RepeatedReasons(); // of the thread
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile Thread thread;
  private volatile @Nullable Duty duty;
  private volatile @Nullable String trouble;
  private volatile @Nullable Long roundNanos;
  private volatile @Nullable Restart restart;
  private volatile @Nullable String end;

  /** The last restart: why, and when the duty began again, by {@link System#nanoTime}. */
  private record Restart(String reason, long nanos) {}

  /**
   * @param name the thread's name: role and id, as {@code camera-gate}
   * @param closeTimeout how long {@link #close} waits for a round to end before it interrupts the
   *     thread, and again before it gives up
   * @param duties makes the duty, on the worker's thread; again for each restart
   * @param supervisor asked what a failure means
   */
  public Worker(
      String name, Duration closeTimeout, Supplier<? extends Duty> duties, Supervisor supervisor) {
    this.name = name;
    this.closeTimeout = closeTimeout;
    this.duties = duties;
    this.supervisor = supervisor;
    this.thread = newThread();
  }

  @Override
  public void start() {
    if (started.compareAndSet(false, true)) {
      supervisor.began(this);
      thread.start();
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Asks the duty to end after its present round, without waiting. */
  public void stop() {
    stopping.countDown();
  }

  /** Whether the duty was asked to end. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /**
   * Waits, on the duty's thread; whether the duty was asked to end before or meanwhile.
   *
   * @throws InterruptedException when the thread was interrupted
   */
  public boolean awaitStop(Duration wait) throws InterruptedException {
    return stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Resets the waits between attempts; called after each round that succeeds. */
  public void recovered(Backoff backoff) {
    backoff.reset();
    trouble = null;
  }

  @Override
  public Optional<String> ended() {
    String known = end;
    boolean isGone = !isStopping() && thread.getState() == Thread.State.TERMINATED;
    return known == null && isGone
        ? Optional.of("its thread has ended")
        : Optional.ofNullable(known);
  }

  @Override
  public Optional<String> trouble() {
    Restart last = restart;
    if (last != null && System.nanoTime() - last.nanos < LONGEST_RESTART.toNanos()) {
      return Optional.of(last.reason);
    }
    Duty present = duty;
    if (present == null) {
      return Optional.ofNullable(trouble);
    }
    return trouble != null ? Optional.of(trouble) : longRound(present).or(present::trouble);
  }

  private Optional<String> longRound(Duty present) {
    Long since = roundNanos;
    if (since == null || !present.isRoundBounded()) {
      return Optional.empty();
    }
    Duration round = Duration.ofNanos(System.nanoTime() - since);
    return round.compareTo(LONG_ROUND) < 0
        ? Optional.empty()
        : Optional.of("has been busy with one round for " + DurationWords.of(round));
  }

  @Override
  public void close() {
    stop();
    if (!started.get() || thread == Thread.currentThread()) {
      return;
    }
    if (!hasEnded()) {
      thread.interrupt();
      if (!hasEnded()) {
        LOG.warn(
            "{} did not end within {} of being asked to; left behind",
            name,
            DurationWords.of(closeTimeout));
      }
    }
    supervisor.ended(this);
  }

  private boolean hasEnded() {
    Thread joined = thread;
    try {
      joined.join(closeTimeout.toMillis());
    } catch (InterruptedException e) {
      joined.interrupt();
      Thread.currentThread().interrupt();
    }
    return !joined.isAlive();
  }

  private Thread newThread() {
    Thread made = new Thread(this::live, name);
    made.setUncaughtExceptionHandler((gone, failure) -> died(failure));
    return made;
  }

  /** The life of the thread: one duty after another, until none may follow. */
  private void live() {
    @Nullable Duration wait = serve();
    while (wait != null && !isStoppedWithin(wait)) {
      wait = serve();
    }
    if (end == null) {
      supervisor.ended(this);
    }
  }

  /** Handles an exception in the code around the duty, as thrown into the thread from outside. */
  private void died(Throwable failure) {
    if (isStopping()) {
      return;
    }
    if (supervisor.failed(this, failure) == Supervisor.Verdict.END) {
      end = "ended by " + failure;
    } else {
      LOG.error("{}: its thread was ended from outside; another one starts", name, failure);
      thread = newThread();
      thread.start();
    }
  }

  /**
   * Runs one duty from beginning to end; returns the wait for the next one, null when none follows.
   */
  private @Nullable Duration serve() {
    @Nullable Duty served = null;
    long since = System.nanoTime();
    try {
      served = duties.get();
      duty = served;
      Backoff backoff = served.backoff();
      while (!isStopping()) {
        round(served, backoff);
      }
      return null;
    } catch (Throwable failure) { // also an Error: nobody may take a worker for alive that is not
      return failed(served, failure, Duration.ofNanos(System.nanoTime() - since));
    } finally {
      // An interrupt ends the round; what the duty has open is nevertheless closed in order.
      var unused = Thread.interrupted();
      duty = null;
      close(served);
    }
  }

  private void round(Duty served, Backoff backoff) {
    try {
      supervisor.round(this);
      work(served);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      recovered(backoff);
    } catch (InterruptedException e) {
      goOn(served, backoff, Failure.retry("interrupted from outside", e));
    } catch (Failure e) {
      if (e.action() == Failure.Action.STOP) {
        throw e;
      }
      goOn(served, backoff, e);
    }
  }

  private void work(Duty served) throws InterruptedException {
    roundNanos = System.nanoTime();
    try {
      served.run();
    } finally {
      roundNanos = null;
    }
  }

  /** Waits until the next round after a failure that does not end the duty. */
  private void goOn(Duty served, Backoff backoff, Failure failure) {
    if (isStopping()) {
      return;
    }
    boolean isFirst = backoff.attempts() == 0;
    Duration wait = backoff.next();
    String reason = Secrets.mask(String.valueOf(failure.getMessage()));
    if (supervisor.failed(this, failure) == Supervisor.Verdict.SKIP) {
      wait = isFirst ? Duration.ZERO : wait;
      LOG.warn("{}: left out: {}", name, reason);
    } else {
      wait = served.onRetry(failure, wait);
      logFailure(reason, wait);
      trouble = reason;
    }
    var unused = isStoppedWithin(wait);
  }

  /** Logs why a round failed; the same reason once a minute. */
  private void logFailure(String reason, Duration wait) {
    OptionalInt unlogged = reasons.log(reason, System.nanoTime());
    if (unlogged.isPresent()) {
      int times = unlogged.getAsInt();
      LOG.warn(
          "{}: {}{}; trying again in {}",
          name,
          reason,
          times == 0 ? "" : " (and %s since it was last logged)".formatted(Count.of(times, "time")),
          DurationWords.of(wait));
    }
  }

  /** Handles a failed duty; returns the wait until another takes its place, null when none does. */
  private @Nullable Duration failed(@Nullable Duty served, Throwable failure, Duration lasted) {
    if (isStopping()) {
      LOG.warn("{} failed while it was ending: {}", name, failure.toString());
      return null;
    }
    @Nullable Duration wait = null;
    if (supervisor.failed(this, failure) == Supervisor.Verdict.END) {
      end = "ended by " + failure;
    } else {
      wait = restartWait(failure, lasted);
      boolean isKnown = failure instanceof Failure;
      String reason =
          Secrets.mask(String.valueOf(isKnown ? failure.getMessage() : failure.toString()));
      restart = new Restart("restarted after " + reason, System.nanoTime() + wait.toNanos());
      if (isKnown) {
        LOG.error("{} failed: {}; it restarts in {}", name, reason, DurationWords.of(wait));
        LOG.debug("stack", failure);
      } else {
        LOG.error("{} failed; it restarts in {}", name, DurationWords.of(wait), failure);
      }
    }
    if (served != null) {
      served.onFailure(failure, wait);
    }
    return wait;
  }

  private Duration restartWait(Throwable failure, Duration lasted) {
    if (lasted.compareTo(LONGEST_RESTART) > 0) {
      restarts.reset();
    }
    Duration wait = restarts.next();
    boolean isFinal = failure instanceof Failure known && known.action() == Failure.Action.STOP;
    return isFinal && wait.compareTo(WAIT_AFTER_STOP) < 0 ? WAIT_AFTER_STOP : wait;
  }

  /** Waits; whether the worker was asked to stop meanwhile. */
  private boolean isStoppedWithin(Duration wait) {
    if (!isStopping()) {
      var unused = Thread.interrupted(); // a library may have kept the flag
    }
    try {
      return stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return isStopping();
    }
  }

  private void close(@Nullable Duty served) {
    if (served == null) {
      return;
    }
    try {
      served.onClose();
    } catch (RuntimeException e) {
      LOG.warn("{} was not closed in order: {}", name, e.toString(), e);
    }
  }
}
