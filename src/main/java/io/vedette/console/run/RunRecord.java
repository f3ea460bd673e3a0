package io.vedette.console.run;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run that this console makes or has made, as it was at a moment. Immutable.
 *
 * @param started when it was started, or last gone on with
 * @param progress the share of a replay that is read, 0–1; null while it is unknown
 * @param inferred frames since it was started; null where they were not counted to the end
 * @param problem what it failed with, in one line; null where it did not
 */
record RunRecord(
    RunOrder order,
    Instant started,
    State state,
    @Nullable Double progress,
    @Nullable Long inferred,
    @Nullable String problem) {
  /** The state of a run. */
  enum State {
    STARTING,
    RUNNING,
    /** Its model was promoted: its worker is one of the live ones. */
    LIVE,
    STOPPED,
    ENDED,
    FAILED,
    /** Its console ended before it did. */
    INTERRUPTED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isActive() {
      return this == STARTING || this == RUNNING || this == LIVE;
    }
  }

  /** Whether it works, or is about to. */
  boolean isActive() {
    return state.isActive();
  }

  /** The same to another console, after the one that made it has ended. */
  RunRecord afterRestart() {
    return isActive() ? new RunRecord(order, started, State.INTERRUPTED, null, null, null) : this;
  }
}
