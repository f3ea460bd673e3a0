package io.vedette.ingest;

import io.vedette.camera.CameraFailure;
import io.vedette.camera.CameraListener;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CameraStateEvent.Problem;
import io.vedette.event.operation.Quality;
import io.vedette.runtime.Secrets;
import io.vedette.transport.EventPublisher;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what the cameras of this node are doing, numbered per session. Thread-safe. */
public final class CameraReports implements CameraListener {
  private final String node;
  private final EventPublisher events;
  private final InstantSource clock;
  private final Map<String, Report> reports = new TreeMap<>();

  /** One camera's last word, and what its connection has been through. */
  private static final class Report {
    private final ConnectionHistory history;
    private final double fps;
    private CameraStateEvent last;

    private Report(CameraStateEvent first, double fps, ConnectionHistory history) {
      this.last = first;
      this.fps = fps;
      this.history = history;
    }
  }

  public CameraReports(String node, EventPublisher events, InstantSource clock) {
    this.node = node;
    this.events = events;
    this.clock = clock;
  }

  /** This node's name. */
  String node() {
    return node;
  }

  /**
   * This node reads a camera from now on.
   *
   * @param former the node that read it before; null when there was none
   * @param fps frames expected per second; 0 when any number is
   */
  synchronized void begin(String camera, long session, @Nullable String former, double fps) {
    Report known = reports.get(camera);
    ConnectionHistory history = known == null ? new ConnectionHistory(clock) : known.history;
    boolean isMoved = former != null && !former.equals(node);
    CameraState state = isMoved ? CameraState.MOVED : CameraState.CLAIMED;
    CameraStateEvent first =
        new CameraStateEvent(
            camera, state, session, 0, node, clock.instant(), null, isMoved ? former : null, null);
    history.expect(fps);
    reports.put(camera, new Report(first, fps, history));
    if (isMoved) {
      events.publishState(first);
    }
  }

  @Override
  public void changed(String camera, State state, @Nullable CameraFailure failure) {
    tell(camera, word(state, failure), failure == null ? null : problem(failure));
  }

  /** A camera cannot even be tried. */
  void failed(String camera, Problem problem) {
    tell(camera, CameraState.FAILED, problem);
  }

  /** A camera is switched off. */
  void off(String camera) {
    tell(camera, CameraState.REMOVED, null);
  }

  /** There is no such camera any more. */
  synchronized void removed(String camera) {
    tell(camera, CameraState.REMOVED, null);
    reports.remove(camera);
    events.forgetState(camera);
  }

  /** This node reads a camera no longer, and knows of none that does. */
  synchronized void released(String camera) {
    tell(camera, CameraState.RELEASED, null);
    reports.remove(camera);
  }

  /** Another node reads the camera: what this one would still say is of no interest. */
  synchronized void silence(String camera) {
    reports.remove(camera);
  }

  /** Says again how a camera does, after somebody who no longer reads it has spoken. */
  synchronized void repeat(String camera) {
    Report report = reports.get(camera);
    if (report != null) {
      events.publishState(report.last);
    }
  }

  /** A camera takes only a share of its frames on purpose, 0–1: the connection is not to blame. */
  synchronized void spare(String camera, double share) {
    Report report = reports.get(camera);
    if (report != null) {
      report.history.expect(report.fps * share);
    }
  }

  /** What each camera of this node is doing. */
  public synchronized Map<String, CameraStateEvent> states() {
    Map<String, CameraStateEvent> states = new TreeMap<>();
    reports.forEach((camera, report) -> states.put(camera, report.last));
    return states;
  }

  /**
   * How good a camera's connection was since this was last asked, which is also kept as part of its
   * state.
   *
   * @param frames captured since then
   * @return null when this node does not read the camera, or did not want anything of it
   */
  public synchronized @Nullable Quality quality(String camera, long frames) {
    Report report = reports.get(camera);
    if (report == null) {
      return null;
    }
    double expected = report.fps == 0 ? 1 : report.history.takeExpected();
    if (expected == 0) {
      return null;
    }
    Quality quality =
        new Quality(
            Math.min(1, frames / expected), report.history.breaks(), report.history.stalls());
    report.last = report.last.with(quality);
    events.keepState(report.last);
    return quality;
  }

  private synchronized void tell(String camera, CameraState state, @Nullable Problem problem) {
    Report report = reports.get(camera);
    if (report == null) {
      return;
    }
    CameraStateEvent last = report.last;
    report.last =
        new CameraStateEvent(
            camera,
            state,
            last.session(),
            last.number() + 1,
            node,
            clock.instant(),
            problem,
            null,
            last.quality());
    report.history.note(state);
    events.publishState(report.last);
  }

  private static CameraState word(State state, @Nullable CameraFailure failure) {
    boolean isStall = failure != null && failure.reason() == CameraFailure.Reason.STALLED;
    return switch (state) {
      case CONNECTING -> CameraState.CONNECTING;
      case LIVE -> CameraState.LIVE;
      case FAILED -> isStall ? CameraState.STALLED : CameraState.FAILED;
      case ENDED -> CameraState.ENDED;
    };
  }

  private static Problem problem(CameraFailure failure) {
    return new Problem(failure.reason().word(), Secrets.mask(String.valueOf(failure.getMessage())));
  }
}
