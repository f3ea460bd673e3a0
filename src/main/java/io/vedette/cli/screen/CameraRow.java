package io.vedette.cli.screen;

import io.vedette.cli.event.EventLine;
import io.vedette.event.FrameDetections;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.text.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The row of one camera: its state, and its last detections. Confined to one thread. */
final class CameraRow {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final String camera;
  private final Deque<Instant> looks = new ArrayDeque<>();
  private @Nullable CameraStateEvent state;
  private @Nullable FrameDetections seen;
  private @Nullable Instant since;
  private int step;

  CameraRow(String camera) {
    this.camera = camera;
  }

  String camera() {
    return camera;
  }

  void take(FrameDetections detections, Instant now) {
    since = since == null ? now : since;
    seen = detections;
    looks.add(now);
  }

  void take(CameraStateEvent event) {
    state = event;
  }

  void take(DegradationEvent event) {
    step = event.step();
  }

  /** Whether pictures of the camera are inferred. */
  boolean isLive() {
    return state == null ? seen != null : state.state() == CameraState.LIVE;
  }

  /** The pictures of the camera that were inferred per second in the last seconds. */
  double rate(Instant now) {
    Instant first = since;
    if (first == null) {
      return 0;
    }
    looks.removeIf(look -> look.isBefore(now.minus(WINDOW)));
    Duration time = Duration.between(first, now);
    double seconds = Math.min(WINDOW.toMillis(), Math.max(1000, time.toMillis())) / 1000.0;
    return looks.size() / seconds;
  }

  /** {@code live 5.0/s 120 ms 2 × person, 1 × car}. */
  String words(Instant now) {
    String first = String.format(Locale.ROOT, "%-11s", word());
    if (!isLive()) {
      CameraStateEvent.@Nullable Problem problem = state == null ? null : state.problem();
      return problem == null ? first.stripTrailing() : first + problem.message();
    }
    return first
        + String.format(Locale.ROOT, "%5.1f/s  %-8s", rate(now), delay())
        + objects()
        + (step > 0 ? "  (degraded: step %d)".formatted(step) : "");
  }

  private String word() {
    CameraStateEvent known = state;
    if (known == null) {
      return seen == null ? "waiting" : "live";
    }
    return known.state() == CameraState.CLAIMED ? "connecting" : known.state().wireName();
  }

  private String delay() {
    FrameDetections last = seen;
    Double latency = last == null ? null : last.latencyMs().get("end_to_end");
    return latency == null ? "" : DurationWords.of(Duration.ofMillis(Math.round(latency)));
  }

  private String objects() {
    FrameDetections last = seen;
    if (last == null || looks.isEmpty()) {
      return "no picture inferred yet";
    }
    return last.objects().isEmpty() ? "nothing" : EventLine.counts(last);
  }
}
