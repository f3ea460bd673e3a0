package io.vedette.ingest;

import io.vedette.event.operation.CameraState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a camera's connection has been through in the last hour. Thread-safe. */
final class ConnectionHistory {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Deque<Instant> breaks = new ArrayDeque<>();
  private final Deque<Instant> stalls = new ArrayDeque<>();
  private boolean isTried;
  private Instant begin;

  ConnectionHistory(InstantSource clock) {
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** Notes a change of state. */
  synchronized void note(CameraState state) {
    if (state == CameraState.LIVE && !isTried) {
      begin = clock.instant(); // to connect takes its time, which is nobody's fault
    }
    isTried |= state != CameraState.CONNECTING;
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

  /** The part of the time until now in which the camera was to be read. */
  synchronized Duration of(Duration time) {
    Duration all = Duration.between(begin, clock.instant());
    return all.isNegative() || all.compareTo(time) > 0 ? time : all; // a clock may be set back
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
