package io.vedette.scene;

import io.vedette.event.WindowCount;
import io.vedette.event.WindowCount.Kind;
import io.vedette.event.WindowCount.Length;
import io.vedette.event.WindowCount.Subject;
import io.vedette.event.WindowCount.Window;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The counts of one camera's events in windows of capture time. Confined to its caller. */
public final class Counter {
  private static final int MOST_COUNTS = 2000;

  private final Map<String, WindowCount> counts = new TreeMap<>();

  /** A counter that continues from stored counts. */
  public Counter(List<WindowCount> counts) {
    counts.forEach(count -> this.counts.put(count.key(), count));
  }

  /** The counts of the present windows, by key. */
  public List<WindowCount> counts() {
    return List.copyOf(counts.values());
  }

  /**
   * Counts an event and returns the counts that it changed; none for events that are not counted.
   */
  public List<WindowCount> count(SceneEvent event) {
    TrackSummary track = event.track();
    if (track == null) {
      return List.of();
    }
    @Nullable Step step = step(event, track);
    if (step == null) {
      return List.of();
    }
    List<WindowCount> changed = new ArrayList<>();
    for (Length length : Length.values()) {
      Window window = length.at(event.at());
      forgetBefore(window);
      WindowCount none = WindowCount.none(window, step.subject);
      if (!counts.containsKey(none.key()) && counts.size() >= MOST_COUNTS) {
        continue; // so many labels are no camera's
      }
      WindowCount count =
          counts.getOrDefault(none.key(), none).plus(step.first, step.second, step.stay);
      counts.put(count.key(), count);
      changed.add(count);
    }
    return changed;
  }

  /** The amount that one event adds to a count. */
  private record Step(Subject subject, long first, long second, Duration stay) {}

  private static @Nullable Step step(SceneEvent event, TrackSummary track) {
    ZoneFact zone = event.zone();
    LineFact line = event.line();
    Subject tracks = new Subject(event.camera(), Kind.TRACKS, null, track.label());
    return switch (event.type()) {
      case TRACK_STARTED -> new Step(tracks, 1, 0, Duration.ZERO);
      case TRACK_ENDED -> new Step(tracks, 0, 1, track.duration());
      case ZONE_ENTERED, ZONE_LEFT -> zone == null ? null : ofZone(event, track, zone);
      case LINE_CROSSED -> line == null ? null : ofLine(event, track, line);
      case TRACK_UPDATED, ZONE_LOITERING, ZONE_CROWDED, ZONE_EASED, ZONE_DESERTED -> null;
    };
  }

  private static Step ofZone(SceneEvent event, TrackSummary track, ZoneFact zone) {
    Subject subject = new Subject(event.camera(), Kind.ZONE, zone.name(), track.label());
    boolean isEntry = event.type() == SceneEventType.ZONE_ENTERED;
    Duration stay = isEntry || zone.dwell() == null ? Duration.ZERO : zone.dwell();
    return new Step(subject, isEntry ? 1 : 0, isEntry ? 0 : 1, stay);
  }

  private static Step ofLine(SceneEvent event, TrackSummary track, LineFact line) {
    Subject subject = new Subject(event.camera(), Kind.LINE, line.name(), track.label());
    boolean isToLeft = line.direction().equals("left");
    return new Step(subject, isToLeft ? 1 : 0, isToLeft ? 0 : 1, Duration.ZERO);
  }

  private void forgetBefore(Window window) {
    counts
        .values()
        .removeIf(
            count -> count.window().length() == window.length() && !count.window().equals(window));
  }
}
