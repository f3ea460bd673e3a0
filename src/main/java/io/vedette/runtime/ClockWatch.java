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
  /** Less is made up for by a session's time-out. */
  private static final Duration BORNE = Duration.ofSeconds(5);

  private static final Duration ROUND = Duration.ofMillis(500);

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Consumer<Duration> listener;
  private Duration lead = Duration.ZERO;

  /**
   * @param listener gets by how much the clock was set back, on this service's thread
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

  /** Compares the clock with the last look; one that only runs slow is followed. */
  void look() {
    Duration before = lead;
    lead = lead();
    Duration setBack = before.minus(lead);
    if (setBack.compareTo(BORNE) > 0) {
      listener.accept(setBack);
    }
  }

  /** How far the clock is ahead of the time that only passes. */
  private Duration lead() {
    return Duration.ofMillis(clock.millis()).minusNanos(nanoTime.getAsLong());
  }
}
