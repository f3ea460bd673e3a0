package io.vedette.account;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A limit on attempts for each caller: a token bucket that refills evenly. The last ten thousand
 * callers are remembered. Thread-safe.
 */
public final class RateLimit {
  private static final int MOST = 10_000;
  private static final double MINUTE_MILLIS = 60_000;

  private final double perMinute;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  private record Bucket(double left, long at) {}

  public RateLimit(int perMinute, InstantSource clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Counts one more attempt, if it is allowed; whether it is. */
  public synchronized boolean allows(String who) {
    long now = clock.millis();
    Bucket last = buckets.getOrDefault(who, new Bucket(perMinute, now));
    double filled =
        Math.min(perMinute, last.left() + Math.max(0, now - last.at()) * perMinute / MINUTE_MILLIS);
    boolean isAllowed = filled >= 1;
    buckets.put(who, new Bucket(isAllowed ? filled - 1 : filled, now));
    if (buckets.size() > MOST) {
      buckets.remove(buckets.keySet().iterator().next());
    }
    return isAllowed;
  }

  /** Resets a caller's attempts, as after a login. */
  public synchronized void forget(String who) {
    buckets.remove(who);
  }
}
