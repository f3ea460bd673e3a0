package io.vedette.scene;

import io.vedette.event.EventOrigin;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.scene.ChangeReason;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEvent.LineFact;
import io.vedette.event.scene.SceneEvent.ZoneFact;
import io.vedette.event.scene.SceneEventType;
import io.vedette.event.scene.TrackSummary;
import io.vedette.event.scene.TrackSummary.PathPoint;
import io.vedette.event.scene.TrackSummary.View;
import io.vedette.geometry.RelativeBox;
import io.vedette.rule.Occurrence;
import io.vedette.rule.Occurrence.LineCrossed;
import io.vedette.rule.Occurrence.TrackEnded;
import io.vedette.rule.Occurrence.TrackMoved;
import io.vedette.rule.Occurrence.TrackStarted;
import io.vedette.rule.Occurrence.TrackStopped;
import io.vedette.rule.Occurrence.TrackUpdated;
import io.vedette.rule.Occurrence.ZoneCrowded;
import io.vedette.rule.Occurrence.ZoneDeserted;
import io.vedette.rule.Occurrence.ZoneEased;
import io.vedette.rule.Occurrence.ZoneEntered;
import io.vedette.rule.Occurrence.ZoneLeft;
import io.vedette.rule.Occurrence.ZoneLoitering;
import io.vedette.tracking.Track;
import io.vedette.tracking.TrackState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The builder of events from occurrences. It remembers the last event of each track, so that each
 * event says what has changed since then. Confined to its caller.
 */
final class EventBuilder {
  /** The event type of an occurrence, and the change that it stands for. */
  private record EventKind(SceneEventType type, ChangeReason reason) {}

  private static final Map<Class<? extends Occurrence>, EventKind> OF_TRACKS =
      Map.of(
          TrackStarted.class, new EventKind(SceneEventType.TRACK_STARTED, ChangeReason.APPEARED),
          TrackUpdated.class, new EventKind(SceneEventType.TRACK_UPDATED, ChangeReason.MOVED),
          TrackStopped.class, new EventKind(SceneEventType.TRACK_UPDATED, ChangeReason.STOPPED),
          TrackMoved.class,
              new EventKind(SceneEventType.TRACK_UPDATED, ChangeReason.STARTED_MOVING),
          TrackEnded.class, new EventKind(SceneEventType.TRACK_ENDED, ChangeReason.ENDED),
          ZoneEntered.class, new EventKind(SceneEventType.ZONE_ENTERED, ChangeReason.ENTERED_ZONE),
          ZoneLeft.class, new EventKind(SceneEventType.ZONE_LEFT, ChangeReason.LEFT_ZONE),
          ZoneLoitering.class, new EventKind(SceneEventType.ZONE_LOITERING, ChangeReason.LOITERED),
          LineCrossed.class, new EventKind(SceneEventType.LINE_CROSSED, ChangeReason.CROSSED_LINE));

  private static final Map<Class<? extends Occurrence>, SceneEventType> OF_ZONES =
      Map.of(
          ZoneCrowded.class, SceneEventType.ZONE_CROWDED,
          ZoneEased.class, SceneEventType.ZONE_EASED,
          ZoneDeserted.class, SceneEventType.ZONE_DESERTED);

  /** The least move of an object, as a share of its box's size; less is trembling. */
  private static final double MOVED = 0.1;

  private final Map<Long, TrackHistory> histories;

  EventBuilder(Map<Long, TrackHistory> histories) {
    this.histories = new TreeMap<>(histories);
  }

  Map<Long, TrackHistory> histories() {
    return histories;
  }

  /** Forgets the presence in other zones than these. */
  void keepZones(Set<String> names) {
    histories.replaceAll((number, history) -> history.keepingZones(names));
  }

  /** Notes the places of the tracks in a frame. */
  void see(FrameReference frame, List<Track> tracks) {
    for (Track track : tracks) {
      if (track.state() == TrackState.CONFIRMED) {
        histories.compute(
            track.id(),
            (id, history) ->
                (history == null ? TrackHistory.of(track) : history).seen(frame, track));
      }
    }
  }

  /** The events of one frame, in order. */
  List<SceneEvent> events(EventOrigin origin, List<Occurrence> occurrences) {
    List<SceneEvent> events = new ArrayList<>();
    for (Occurrence occurrence : occurrences) {
      @Nullable SceneEvent event =
          occurrence instanceof Occurrence.OfTrack ofTrack
              ? ofTrack(origin, ofTrack)
              : ofZone(origin, (Occurrence.InZone) occurrence);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private @Nullable SceneEvent ofTrack(EventOrigin origin, Occurrence.OfTrack occurrence) {
    Track track = occurrence.track();
    EventKind kind = Objects.requireNonNull(OF_TRACKS.get(occurrence.getClass()));
    TrackHistory history =
        after(occurrence, histories.getOrDefault(track.id(), TrackHistory.of(track)));
    View now =
        new View(
            track.seenAt(),
            track.box(),
            track.confidence(),
            history.isStationary(),
            history.zones());
    List<ChangeReason> reasons = reasons(kind.reason(), history, now);
    if (reasons.isEmpty()) {
      return null;
    }
    boolean isOver = occurrence instanceof TrackEnded;
    if (isOver) {
      histories.remove(track.id());
    } else {
      histories.put(track.id(), history.published(now));
    }
    boolean isPlain = occurrence instanceof Occurrence.InZone || occurrence instanceof LineCrossed;
    TrackSummary summary = summary(track, history, now, isPlain ? List.of() : history.path());
    return new SceneEvent(
        kind.type(), origin, reasons, summary, zone(occurrence), line(occurrence));
  }

  private static TrackSummary summary(
      Track track, TrackHistory history, View now, List<PathPoint> path) {
    return new TrackSummary(
        track.id(),
        track.label(),
        track.bornAt(),
        history.topConfidence(),
        history.enteredZones(),
        history.published(),
        now,
        path,
        history.best());
  }

  /** A history after something happened to its track. */
  private static TrackHistory after(Occurrence occurrence, TrackHistory history) {
    if (occurrence instanceof ZoneEntered entered) {
      return history.entered(entered.zone());
    }
    if (occurrence instanceof ZoneLeft left) {
      return history.left(left.zone());
    }
    if (occurrence instanceof TrackStopped) {
      return history.standing(true);
    }
    return occurrence instanceof TrackMoved ? history.standing(false) : history;
  }

  /** The differences since the last event; none where an object only trembled. */
  private static List<ChangeReason> reasons(ChangeReason main, TrackHistory history, View now) {
    List<ChangeReason> reasons = new ArrayList<>();
    View before = history.published();
    if (main != ChangeReason.MOVED || (before != null && hasMoved(before.box(), now.box()))) {
      reasons.add(main);
    }
    if (before != null && history.best() != null && !history.isBestPublished()) {
      reasons.add(ChangeReason.BETTER_VIEW);
    }
    return reasons;
  }

  private static boolean hasMoved(RelativeBox before, RelativeBox now) {
    double width = Math.max(Double.MIN_NORMAL, before.w());
    double height = Math.max(Double.MIN_NORMAL, before.h());
    return Math.abs(now.x() - before.x()) > MOVED * width
        || Math.abs(now.y() - before.y()) > MOVED * height
        || Math.abs(now.right() - before.right()) > MOVED * width
        || Math.abs(now.bottom() - before.bottom()) > MOVED * height;
  }

  private SceneEvent ofZone(EventOrigin origin, Occurrence.InZone occurrence) {
    SceneEventType type = Objects.requireNonNull(OF_ZONES.get(occurrence.getClass()));
    return new SceneEvent(type, origin, List.of(), null, zone(occurrence), null);
  }

  private @Nullable ZoneFact zone(Occurrence occurrence) {
    if (!(occurrence instanceof Occurrence.InZone inZone)) {
      return null;
    }
    @Nullable Instant since = null;
    @Nullable Duration dwell = null;
    if (occurrence instanceof ZoneEntered entered) {
      since = entered.since();
      dwell = Duration.between(entered.since(), entered.at());
    } else if (occurrence instanceof ZoneLeft left) {
      dwell = left.dwell();
    } else if (occurrence instanceof ZoneLoitering loitering) {
      since = loitering.at().minus(loitering.dwell());
      dwell = loitering.dwell();
    } else if (occurrence instanceof ZoneDeserted deserted) {
      since = deserted.since();
    }
    return new ZoneFact(inZone.zone(), since, dwell, objectsIn(inZone.zone()));
  }

  private int objectsIn(String zone) {
    return (int)
        histories.values().stream().filter(history -> history.zones().contains(zone)).count();
  }

  private static @Nullable LineFact line(Occurrence occurrence) {
    return occurrence instanceof LineCrossed crossed
        ? new LineFact(
            crossed.line(),
            crossed.direction().name().toLowerCase(Locale.ROOT).replace("to_", ""),
            crossed.count().toLeft(),
            crossed.count().toRight())
        : null;
  }
}
