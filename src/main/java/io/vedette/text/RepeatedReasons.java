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

  private final Map<String, Told> told = new LinkedHashMap<>();

  /** The time of a reason's last log line, and the number of times that it came since. */
  private record Told(long nanos, int since) {}

  /**
   * The number of times that a reason came since it was logged; empty when it is not to be logged
   * now.
   */
  public OptionalInt tell(String reason, long nanos) {
    Told last = told.remove(reason);
    boolean isTold = last != null && nanos - last.nanos < PAUSE_NANOS;
    if (told.size() >= MOST) {
      told.keySet().remove(told.keySet().iterator().next());
    }
    told.put(
        reason, last != null && isTold ? new Told(last.nanos, last.since + 1) : new Told(nanos, 0));
    return isTold ? OptionalInt.empty() : OptionalInt.of(last == null ? 0 : last.since);
  }
}
