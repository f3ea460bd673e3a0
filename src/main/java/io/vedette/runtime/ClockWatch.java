package io.vedette.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The watch for this machine's clock being set back. Thread-safe.
 *
 * <p>Kafka's clients time by that clock: set back by more than a session, they send no heartbeat,
 * wait in polls and hold back retries until it shows the former time again.
 */
public final class ClockWatch extends WorkerService {
  /** The largest step back that is tolerated: a session's time-out makes up for it. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private static final Duration ROUND = Duration.ofMillis(500);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Consumer<Duration> listener;
  private Duration lead = Duration.ZERO;

  /**
   * @param listener receives the length of each step back, on this service's thread
   */
  public ClockWatch(Consumer<Duration> listener, Supervisor supervisor) {
    this(InstantSource.system(), System::nanoTime, listener, supervisor);
  }

  ClockWatch(
      InstantSource clock,
      LongSupplier nanoTime,
      Consumer<Duration> listener,
      Supervisor supervisor) {
    super("clock-watch", ROUND.multipliedBy(2), supervisor);
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  @Override
  protected Worker.Duty duty() {
    return this::round;
  }

  @Override
  public void start() {
    lead = lead();
    super.start();
  }

  private void round() throws InterruptedException {
    Thread.sleep(ROUND.toMillis());
    look();
  }

  /** Compares the clock with its last reading; a clock that only runs slow is no step back. */
  void look() {
    Duration before = lead;
    lead = lead();
    Duration setBack = before.minus(lead);
    if (setBack.compareTo(TOLERANCE) > 0) {
      listener.accept(setBack);
    }
  }

  /** The clock's lead over {@link System#nanoTime}. */
  private Duration lead() {
    return Duration.ofMillis(clock.millis()).minusNanos(nanoTime.getAsLong());
  }
}
