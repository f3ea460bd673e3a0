package io.vedette.ingest;

import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraListener;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.CameraStateEvent.Problem;
import io.vedette.event.operation.Quality;
import io.vedette.text.Count;
import io.vedette.text.Secrets;
import io.vedette.transport.event.EventPublisher;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reports of this node's cameras: their states as events, numbered per session. Thread-safe.
 */
public final class CameraReports implements CameraListener {
  private static final String HELD_BACK = "quarantined";

  private final String node;
  private final EventPublisher events;
  private final InstantSource clock;
  private final Map<String, Report> reports = new TreeMap<>();

  /** The last state of one camera, and the history of its connection. */
  private static final class Report {
    private final ConnectionHistory history;
    private final double fps;
    private final ShownTime shown;
    private CameraStateEvent last;

    private Report(CameraStateEvent first, double fps, ConnectionHistory history) {
      this.last = first;
      this.fps = fps;
      this.history = history;
      Attempt attempt = first.attempt();
      this.shown = new ShownTime(attempt == null ? 0 : attempt.shownSeconds());
    }
  }

  public CameraReports(String node, EventPublisher events, InstantSource clock) {
    this.node = node;
    this.events = events;
    this.clock = clock;
  }

  /** This node's name. */
  public String node() {
    return node;
  }

  /**
   * Notes that this node begins to read a camera.
   *
   * @param former the node that read it before; null when there was none
   * @param fps frames expected per second; 0 when any number is
   * @param attempt the present attempt at the camera
   */
  synchronized void begin(
      String camera, long session, @Nullable String former, double fps, Attempt attempt) {
    Report known = reports.get(camera);
    ConnectionHistory history = known == null ? new ConnectionHistory(clock) : known.history;
    boolean isMoved = former != null && !former.equals(node);
    CameraState state = isMoved ? CameraState.MOVED : CameraState.CLAIMED;
    CameraStateEvent first =
        new CameraStateEvent(
            camera,
            state,
            session,
            0,
            node,
            clock.instant(),
            null,
            isMoved ? former : null,
            null,
            attempt);
    history.expect(fps);
    reports.put(camera, new Report(first, fps, history));
    if (isMoved) {
      events.publishState(first);
    }
  }

  @Override
  public void changed(String camera, State state, @Nullable CameraFailure failure) {
    publish(camera, word(state, failure), failure == null ? null : problem(failure));
  }

  /** Reports a camera that cannot even be opened. */
  void failed(String camera, Problem problem) {
    publish(camera, CameraState.FAILED, problem);
  }

  /** Reports a camera that is held back. */
  synchronized void heldBack(String camera, Attempt attempt) {
    Report report = reports.get(camera);
    if (report != null) {
      String message =
          "%s ended while opening it; tried again at %s, or when its settings are changed"
              .formatted(Count.of(attempt.deaths(), "node"), attempt.retryAt());
      report.last = report.last.with(attempt);
      publish(camera, CameraState.QUARANTINED, new Problem(HELD_BACK, message));
    }
  }

  /** Whether a camera is held back. */
  synchronized boolean isHeldBack(String camera) {
    Report report = reports.get(camera);
    return report != null && report.last.state() == CameraState.QUARANTINED;
  }

  /** Whether a camera that is held back may be tried now. */
  private synchronized boolean isDue(String camera) {
    Report report = reports.get(camera);
    Attempt attempt = report == null ? null : report.last.attempt();
    return isHeldBack(camera)
        && attempt != null
        && (!attempt.isQuarantined() || attempt.isDue(clock.instant()));
  }

  /** The cameras that are held back and may be tried now. */
  synchronized Set<String> due() {
    return reports.keySet().stream().filter(this::isDue).collect(Collectors.toSet());
  }

  /** The number of cameras of this node that are held back. */
  public synchronized int heldBack() {
    return (int) reports.keySet().stream().filter(this::isHeldBack).count();
  }

  /** Reports a camera that is switched off. */
  void off(String camera) {
    publish(camera, CameraState.REMOVED, null);
  }

  /** Forgets a camera that was removed. */
  synchronized void removed(String camera) {
    publish(camera, CameraState.REMOVED, null);
    reports.remove(camera);
    events.forgetState(camera);
  }

  /** Reports a camera that this node no longer reads, while no other node is known to. */
  synchronized void released(String camera) {
    publish(camera, CameraState.RELEASED, null);
    reports.remove(camera);
  }

  /** Ends the reports on a camera that another node reads. */
  synchronized void silence(String camera) {
    reports.remove(camera);
  }

  /**
   * Ends the reports on a camera that another node took while this one was silent. That node may
   * believe that the camera ended this one: a state without an event shows it that this node is
   * alive.
   */
  synchronized void lost(String camera) {
    Report report = reports.remove(camera);
    if (report != null) {
      events.keepState(next(report.last, CameraState.RELEASED, null));
    }
  }

  /** The state that offers a camera to other nodes; to be written before they can take it. */
  synchronized @Nullable CameraStateEvent part(String camera) {
    Report report = reports.get(camera);
    Attempt attempt = report == null ? null : report.last.attempt();
    if (report == null || attempt == null) {
      return null;
    }
    // With a number of its own: what still waits to be sent is older.
    CameraStateEvent last = report.last;
    report.last = next(last, last.state(), last.problem()).with(attempt.parting(true));
    return report.last;
  }

  /** Notes that no other node takes the camera over. */
  synchronized void stay(String camera) {
    keep(attempt(camera, attempt -> attempt.parting(false)));
  }

  /** Notes a changed record that does not change how the camera is read. */
  synchronized void settings(String camera, long offset) {
    keep(attempt(camera, attempt -> attempt.bySettings(offset)));
  }

  /** Corrects the attempt at a camera that did not end its former node. */
  synchronized void pardon(String camera, Attempt innocent) {
    keep(attempt(camera, attempt -> innocent));
  }

  /** Updates the time for which each camera has shown pictures. */
  synchronized void noteShown() {
    for (Map.Entry<String, Report> entry : reports.entrySet()) {
      Report report = entry.getValue();
      Attempt attempt = report.last.attempt();
      if (report.last.state() == CameraState.LIVE && attempt != null) {
        Attempt grown = attempt.shown(report.shown.seconds(clock.instant()));
        if (grown.shownSeconds() > attempt.shownSeconds()) {
          keep(attempt(entry.getKey(), unused -> grown));
        }
      }
    }
  }

  private void keep(@Nullable CameraStateEvent state) {
    if (state != null) {
      events.keepState(state);
    }
  }

  private @Nullable CameraStateEvent attempt(String camera, UnaryOperator<Attempt> change) {
    Report report = reports.get(camera);
    Attempt attempt = report == null ? null : report.last.attempt();
    if (report == null || attempt == null) {
      return null;
    }
    report.last = report.last.with(change.apply(attempt));
    return report.last;
  }

  /** Publishes a camera's state again, after a node that no longer reads it has published one. */
  synchronized void repeat(String camera) {
    Report report = reports.get(camera);
    if (report != null) {
      events.publishState(report.last);
    }
  }

  /**
   * Notes the share of its frames, 0–1, that a camera takes on purpose, so that its connection is
   * not blamed.
   */
  public synchronized void limit(String camera, double share) {
    Report report = reports.get(camera);
    if (report != null) {
      report.history.expect(report.fps * share);
    }
  }

  /** The states of this node's cameras, by id. */
  public synchronized Map<String, CameraStateEvent> states() {
    Map<String, CameraStateEvent> states = new TreeMap<>();
    reports.forEach((camera, report) -> states.put(camera, report.last));
    return states;
  }

  /**
   * The quality of a camera's connection since the last call, which also becomes part of its state.
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

  private synchronized void publish(String camera, CameraState state, @Nullable Problem problem) {
    Report report = reports.get(camera);
    if (report == null) {
      return;
    }
    report.last = next(report.last, state, problem);
    report.history.note(state);
    report.shown.set(state == CameraState.LIVE, clock.instant());
    events.publishState(report.last);
  }

  private CameraStateEvent next(
      CameraStateEvent last, CameraState state, @Nullable Problem problem) {
    return new CameraStateEvent(
        last.camera(),
        state,
        last.session(),
        last.number() + 1,
        node,
        clock.instant(),
        problem,
        null,
        last.quality(),
        last.attempt());
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
    return new Problem(
        failure.reason().wireName(), Secrets.mask(String.valueOf(failure.getMessage())));
  }
}
