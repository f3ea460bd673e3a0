package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.geometry.RelativePolygon;
import io.vedette.rule.RuleState.Occupancy;
import io.vedette.rule.RuleState.Visit;
import io.vedette.tracking.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rule of one zone: presence. Immutable; what it knows is handed in and out. */
final class ZoneRule {
  private final String name;
  private final ZoneSettings settings;
  private final RelativePolygon area;

  ZoneRule(String name, ZoneSettings settings) {
    this.name = name;
    this.settings = settings;
    this.area = settings.area();
  }

  String name() {
    return name;
  }

  /** After an object was seen at an anchor; the visit is null when it is new here. */
  Visit seen(@Nullable Visit before, Track track, RelativePoint anchor, Occurrences told) {
    Instant now = told.at();
    boolean isInside = matches(track) && area.contains(anchor);
    Visit visit = before == null ? new Visit(false, now, null, false) : before;
    if (isInside == visit.inside()) {
      visit = new Visit(visit.inside(), visit.since(), null, visit.loitering());
    } else {
      visit = turning(visit, track, told);
    }
    return loitering(visit, track, told);
  }

  /** When a track has ended. */
  void ended(Visit visit, Track track, Occurrences told) {
    if (visit.inside()) {
      Instant left = visit.changing() == null ? track.seenAt() : visit.changing();
      told.add(
          new Occurrence.ZoneLeft(told.at(), name, track, Duration.between(visit.since(), left)));
    }
  }

  /** After all objects of a frame; the occupancy is null when the zone is new. */
  Occupancy counted(@Nullable Occupancy before, int objects, Occurrences told) {
    Occupancy last = before == null ? Occupancy.UNKNOWN : before;
    @Nullable Instant crowdedSince = crowding(last.crowdedSince(), objects, told);
    if (objects > 0) {
      return new Occupancy(crowdedSince, null, false);
    }
    Instant since = last.emptySince() == null ? told.at() : last.emptySince();
    return new Occupancy(crowdedSince, since, last.deserted() || isDeserted(since, told));
  }

  private @Nullable Instant crowding(@Nullable Instant since, int objects, Occurrences told) {
    boolean isCrowded = settings.crowd() > 0 && objects > settings.crowd();
    if (isCrowded && since == null) {
      told.add(new Occurrence.ZoneCrowded(told.at(), name, objects));
      return told.at();
    }
    if (!isCrowded && since != null) {
      told.add(new Occurrence.ZoneEased(told.at(), name, objects));
      return null;
    }
    return since;
  }

  private boolean isDeserted(Instant since, Occurrences told) {
    @Nullable Duration limit = settings.absence();
    if (limit == null || Duration.between(since, told.at()).compareTo(limit) < 0) {
      return false;
    }
    told.add(new Occurrence.ZoneDeserted(told.at(), name, since));
    return true;
  }

  private Visit turning(Visit visit, Track track, Occurrences told) {
    Instant from = visit.changing() == null ? told.at() : visit.changing();
    if (Duration.between(from, told.at()).compareTo(settings.inertia()) < 0) {
      return new Visit(visit.inside(), visit.since(), from, visit.loitering());
    }
    told.add(
        visit.inside()
            ? new Occurrence.ZoneLeft(told.at(), name, track, Duration.between(visit.since(), from))
            : new Occurrence.ZoneEntered(told.at(), name, track, from));
    return new Visit(!visit.inside(), from, null, false);
  }

  private Visit loitering(Visit visit, Track track, Occurrences told) {
    @Nullable Duration limit = settings.loitering();
    if (limit == null || !visit.inside() || visit.loitering() || visit.changing() != null) {
      return visit;
    }
    Duration dwell = Duration.between(visit.since(), told.at());
    if (dwell.compareTo(limit) < 0) {
      return visit;
    }
    told.add(new Occurrence.ZoneLoitering(told.at(), name, track, dwell));
    return new Visit(true, visit.since(), null, true);
  }

  private boolean matches(Track track) {
    List<String> labels = settings.labels();
    return (labels.isEmpty() || labels.contains(track.label()))
        && track.box().area() >= settings.minSize();
  }
}
