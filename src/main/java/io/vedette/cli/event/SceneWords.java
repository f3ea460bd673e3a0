package io.vedette.cli.event;

import io.vedette.event.scene.ChangeReason;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.text.Count;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The text of a scene event, as a sentence. Immutable. */
public final class SceneWords {
  private SceneWords() {}

  /** The text of an event, as {@code person #12 entered yard, 3.2 s}. */
  static String of(SceneEvent event) {
    return switch (event.type()) {
      case TRACK_STARTED -> who(event) + " appeared";
      case TRACK_UPDATED -> who(event) + " " + change(event.reasons());
      case TRACK_ENDED -> who(event) + " is gone after " + seconds(track(event).duration());
      case ZONE_ENTERED ->
          who(event) + " entered " + place(event) + ", " + seconds(track(event).duration());
      case ZONE_LEFT -> who(event) + " left " + place(event) + " after " + dwell(event);
      case ZONE_LOITERING -> who(event) + " loiters in " + place(event) + ", " + dwell(event);
      case ZONE_CROWDED ->
          place(event) + " is crowded: " + Count.of(zone(event).objects(), "object");
      case ZONE_EASED -> place(event) + " is crowded no more: " + zone(event).objects() + " left";
      case ZONE_DESERTED -> place(event) + " is empty, " + empty(event);
      case LINE_CROSSED -> who(event) + " crossed " + crossing(event);
    };
  }

  /** Whether an event can share a line with equal events of other objects. */
  public static boolean isCombinable(SceneEvent event) {
    return event.type() == SceneEventType.TRACK_STARTED
        || event.type() == SceneEventType.TRACK_ENDED;
  }

  /** Whether two events that can share a line are equal but for their objects. */
  public static boolean isSame(SceneEvent one, SceneEvent other) {
    return one.type() == other.type();
  }

  /** The text of equal events of several objects, as {@code person #3, car #4 appeared}. */
  static String of(List<SceneEvent> events) {
    SceneEvent first = events.get(0);
    if (events.size() == 1) {
      return of(first);
    }
    String all = events.stream().map(SceneWords::who).collect(Collectors.joining(", "));
    return all + (first.type() == SceneEventType.TRACK_STARTED ? " appeared" : " are gone");
  }

  /** Whether an event is news for people; that an object moves on is none. */
  public static boolean isNews(SceneEvent event) {
    return event.reasons().stream()
            .anyMatch(reason -> reason != ChangeReason.MOVED && reason != ChangeReason.BETTER_VIEW)
        || event.track() == null;
  }

  private static String who(SceneEvent event) {
    return track(event).label() + " #" + track(event).number();
  }

  private static String change(List<ChangeReason> reasons) {
    if (reasons.contains(ChangeReason.STOPPED)) {
      return "stopped";
    }
    if (reasons.contains(ChangeReason.STARTED_MOVING)) {
      return "moves again";
    }
    return reasons.contains(ChangeReason.MOVED) ? "moved on" : "shows better";
  }

  private static String crossing(SceneEvent event) {
    LineFact line = Objects.requireNonNull(event.line());
    return "%s to the %s (left %d, right %d)"
        .formatted(line.name(), line.direction(), line.toLeft(), line.toRight());
  }

  private static String place(SceneEvent event) {
    return zone(event).name();
  }

  private static String dwell(SceneEvent event) {
    return seconds(Objects.requireNonNull(zone(event).dwell()));
  }

  private static String empty(SceneEvent event) {
    return seconds(Duration.between(Objects.requireNonNull(zone(event).since()), event.at()));
  }

  private static TrackSummary track(SceneEvent event) {
    return Objects.requireNonNull(event.track());
  }

  private static ZoneFact zone(SceneEvent event) {
    return Objects.requireNonNull(event.zone());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }
}
