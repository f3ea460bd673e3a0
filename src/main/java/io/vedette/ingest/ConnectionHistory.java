package io.vedette.ingest;

import io.vedette.event.operation.CameraState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * The failures of a camera's connection in the last hour, and the number of frames that were due.
 * Thread-safe.
 */
final class ConnectionHistory {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST = 1000;
  private static final double MILLIS = 1000;

  private static final Set<CameraState> UNREAD = Set.of(CameraState.ENDED, CameraState.QUARANTINED);

  private final InstantSource clock;
  private final Deque<Instant> breaks = new ArrayDeque<>();
  private final Deque<Instant> stalls = new ArrayDeque<>();
  private boolean isTried;
  private boolean isOver;
  private Instant since;
  private double fps;
  private double expected;

  ConnectionHistory(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Notes a change of state. */
  synchronized void note(CameraState state) {
    if (state == CameraState.LIVE && !isTried) {
      takeExpected(); // to connect takes its time, which is nobody's fault
    }
    count();
    isOver = UNREAD.contains(state) || (isOver && state != CameraState.LIVE);
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

  /** Sets the frames per second that are due from now on. */
  synchronized void expect(double framesPerSecond) {
    count();
    fps = framesPerSecond;
  }

  /** The number of frames that were due since the last call, or since the first connection. */
  synchronized double takeExpected() {
    count();
    double taken = expected;
    expected = 0;
    return taken;
  }

  private void count() {
    Instant now = clock.instant();
    long millis = Duration.between(since, now).toMillis();
    expected += isOver ? 0 : fps * Math.max(0, millis) / MILLIS; // a clock may be set back
    since = now;
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
