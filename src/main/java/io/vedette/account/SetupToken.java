package io.vedette.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The token by which the creator of the first account proves to be the operator of the server:
 * valid once, for a quarter of an hour. Thread-safe.
 */
public final class SetupToken {
  /** The time that a token lasts. */
  public static final Duration LASTS = Duration.ofMinutes(15);

  private final InstantSource clock;
  private @Nullable String key;
  private Instant ends = Instant.EPOCH;

  public SetupToken(InstantSource clock) {
    this.clock = clock;
  }

  /** Makes a new token in place of the one before. */
  public synchronized String renew() {
    String made = RandomKey.make();
    key = made;
    ends = clock.instant().plus(LASTS);
    return made;
  }

  /** Whether a text is the token, which is void afterwards. */
  public synchronized boolean take(String given) {
    String known = key;
    boolean isGood =
        known != null && clock.instant().isBefore(ends) && RandomKey.isSame(known, given);
    if (isGood) {
      key = null;
    }
    return isGood;
  }
}
