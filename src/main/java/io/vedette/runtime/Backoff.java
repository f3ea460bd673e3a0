package io.vedette.runtime;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Exponential waiting times with full jitter above half: attempt n waits between half and all of
 * {@code min(first · 2^n, longest)}. Confined to its owner's thread.
 */
public final class Backoff {
  private static final int LARGEST_SHIFT = 30;

  private static final Duration USUAL_FIRST = Duration.ofMillis(200);
  private static final Duration USUAL_LONGEST = Duration.ofSeconds(5);

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int attempts;

  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** Waits from 0.2 s to 5 s, for what depends on a broker. */
  public static Backoff usual() {
    return new Backoff(USUAL_FIRST, USUAL_LONGEST, ThreadLocalRandom.current());
  }

  /** The time to wait before the next attempt; grows with each call. */
  public Duration next() {
    double grown = (double) first.toNanos() * (1L << Math.min(attempts, LARGEST_SHIFT));
    long limit = (long) Math.min((double) longest.toNanos(), grown);
    attempts++;
    return Duration.ofNanos(limit / 2 + random.nextLong(limit / 2 + 1));
  }

  /** Forgets earlier attempts, after a success. */
  public void reset() {
    attempts = 0;
  }

  public int attempts() {
    return attempts;
  }
}
