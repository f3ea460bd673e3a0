package io.vedette.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The reasons of repeated failures, each of which is logged once a minute. Confined to one thread.
 */
public final class RepeatedReasons {
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int MOST = 16;

  private final Map<String, Logged> logged = new LinkedHashMap<>();

  /** The time of a reason's last log line, and the number of times that it came since. */
  private record Logged(long nanos, int since) {}

  /**
   * The number of times that a reason came since it was logged; empty when it is not to be logged
   * now.
   */
  public OptionalInt log(String reason, long nanos) {
    Logged last = logged.remove(reason);
    boolean isRecent = last != null && nanos - last.nanos < PAUSE_NANOS;
    if (logged.size() >= MOST) {
      logged.keySet().remove(logged.keySet().iterator().next());
    }
    logged.put(
        reason,
        last != null && isRecent ? new Logged(last.nanos, last.since + 1) : new Logged(nanos, 0));
    return isRecent ? OptionalInt.empty() : OptionalInt.of(last == null ? 0 : last.since);
  }
}
