package io.vedette.scene;

import io.vedette.alert.AlertEngine;
import io.vedette.alert.AlertSettings;
import io.vedette.alert.AlertState;
import io.vedette.event.Alert;
import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections;
import io.vedette.event.WindowCount;
import io.vedette.event.scene.SceneEvent;
import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;
import io.vedette.tracking.TrackerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one camera: its scene, and the counts and alerts that follow from it. Confined to
 * its caller.
 */
public final class CameraWatch {
  private static final int VERSION = 1;

  private final Scene scene;
  private final Counter counter;
  private final AlertEngine alerts;

  /**
   * The output of a frame, each part in order.
   *
   * @param counts the newest value of each count that changed
   */
  public record SceneOutput(List<SceneEvent> events, List<WindowCount> counts, List<Alert> alerts) {
    public SceneOutput {
      events = List.copyOf(events);
      counts = List.copyOf(counts);
      alerts = List.copyOf(alerts);
    }

    static final SceneOutput NOTHING = new SceneOutput(List.of(), List.of(), List.of());

    private SceneOutput and(SceneOutput later) {
      return isEmpty()
          ? later
          : new SceneOutput(
              joined(events, later.events),
              joined(counts, later.counts),
              joined(alerts, later.alerts));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
      List<T> all = new ArrayList<>(first);
      all.addAll(second);
      return all;
    }

    public boolean isEmpty() {
      return events.isEmpty() && alerts.isEmpty();
    }
  }

  private CameraWatch(Scene scene, Counter counter, AlertEngine alerts) {
    this.scene = scene;
    this.counter = counter;
    this.alerts = alerts;
  }

  /** The watch over a camera that was never watched; it has no rules yet. */
  public static CameraWatch begin(String camera, TrackerSettings tracker, AlertSettings alerts) {
    return new CameraWatch(
        new Scene(tracker, CameraRules.none(), SceneState.initial()),
        new Counter(List.of()),
        new AlertEngine(camera, alerts, AlertState.initial()));
  }

  /**
   * The watch that goes on where another one was, by its {@link #bytes}; its rules are to be set
   * again.
   *
   * @throws IllegalArgumentException when the bytes are no such state
   */
  public static CameraWatch resume(
      String camera, TrackerSettings tracker, AlertSettings alerts, byte[] bytes) {
    return StateReader.read(
        "state of camera " + camera,
        VERSION,
        bytes,
        in ->
            new CameraWatch(
                new Scene(tracker, CameraRules.none(), SceneState.parse(in.bytes())),
                new Counter(in.list(reader -> CountFormat.read(camera, reader))),
                new AlertEngine(camera, alerts, AlertState.parse(in.bytes()))));
  }

  /** The whole state, for a store. */
  public byte[] bytes() {
    return new StateWriter(VERSION, 2048)
        .bytes(scene.state().bytes())
        .list(counter.counts(), CountFormat::write)
        .bytes(alerts.state().bytes())
        .bytes();
  }

  public Scene scene() {
    return scene;
  }

  /** Takes in one frame's detections and returns the output to publish. */
  public SceneOutput update(FrameDetections detections) {
    if (scene.judge(detections) != Scene.Verdict.TAKEN) {
      return SceneOutput.NOTHING;
    }
    SceneOutput ended =
        scene.isApart(detections.frame().capturedAt()) ? end() : SceneOutput.NOTHING;
    List<SceneEvent> events = scene.update(detections);
    List<Alert> raised =
        alerts.isIdle()
            ? List.of()
            : alerts.update(EventOrigin.of(detections), AlertConditions.of(scene, events));
    return ended.and(output(events, raised));
  }

  /** Ends all tracks and returns the output that still waits, as of the last frame. */
  public SceneOutput end() {
    @Nullable EventOrigin last = scene.state().last();
    List<SceneEvent> events = scene.end();
    return output(events, last == null ? List.of() : alerts.end(last));
  }

  private SceneOutput output(List<SceneEvent> events, List<Alert> raised) {
    Map<String, WindowCount> changed = new LinkedHashMap<>();
    for (SceneEvent event : events) {
      counter.count(event).forEach(count -> changed.put(count.key(), count));
    }
    return new SceneOutput(events, new ArrayList<>(changed.values()), raised);
  }
}
