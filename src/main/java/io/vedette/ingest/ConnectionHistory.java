package io.vedette.ingest;

import io.vedette.event.operation.CameraState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a camera's connection has been through in the last hour, and how long it was live.
 * Thread-safe.
 */
final class ConnectionHistory {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Deque<Instant> breaks = new ArrayDeque<>();
  private final Deque<Instant> stalls = new ArrayDeque<>();

  ConnectionHistory(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes a change of state. */
  synchronized void note(CameraState state) {
    if (state == CameraState.FAILED || state == CameraState.STALLED) {
      add(breaks);
    }
    if (state == CameraState.STALLED) {
      add(stalls);
    }
  }

  synchronized int breaks() {
    return lately(breaks);
  }

  synchronized int stalls() {
    return lately(stalls);
  }

  private void add(Deque<Instant> times) {
    times.addLast(clock.instant());
    if (times.size() > MOST) {
      times.removeFirst();
    }
  }

  private int lately(Deque<Instant> times) {
    Instant begin = clock.instant().minus(HOUR);
    times.removeIf(time -> time.isBefore(begin));
    return times.size();
  }
}
