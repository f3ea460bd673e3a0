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

/** The rule of one zone, which finds presence. Immutable; its state is handed in and out. */
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

  /** The visit after an object was seen at an anchor; {@code before} is null for a new object. */
  Visit seen(@Nullable Visit before, Track track, RelativePoint anchor, Occurrences occurrences) {
    Instant now = occurrences.at();
    boolean isInside = matches(track) && area.contains(anchor);
    Visit visit = before == null ? new Visit(false, now, null, false) : before;
    if (isInside == visit.inside()) {
      visit = new Visit(visit.inside(), visit.since(), null, visit.loitering());
    } else {
      visit = turning(visit, track, occurrences);
    }
    return loitering(visit, track, occurrences);
  }

  /** Adds the occurrence when a track has ended in the zone. */
  void ended(Visit visit, Track track, Occurrences occurrences) {
    if (visit.inside()) {
      Instant left = visit.changing() == null ? track.seenAt() : visit.changing();
      occurrences.add(
          new Occurrence.ZoneLeft(
              occurrences.at(), name, track, Duration.between(visit.since(), left)));
    }
  }

  /** The occupancy after all objects of a frame; {@code before} is null for a new zone. */
  Occupancy counted(@Nullable Occupancy before, int objects, Occurrences occurrences) {
    Occupancy last = before == null ? Occupancy.UNKNOWN : before;
    @Nullable Instant crowdedSince = crowding(last.crowdedSince(), objects, occurrences);
    if (objects > 0) {
      return new Occupancy(crowdedSince, null, false);
    }
    Instant since = last.emptySince() == null ? occurrences.at() : last.emptySince();
    return new Occupancy(crowdedSince, since, last.deserted() || isDeserted(since, occurrences));
  }

  private @Nullable Instant crowding(
      @Nullable Instant since, int objects, Occurrences occurrences) {
    boolean isCrowded = settings.crowd() > 0 && objects > settings.crowd();
    if (isCrowded && since == null) {
      occurrences.add(new Occurrence.ZoneCrowded(occurrences.at(), name, objects));
      return occurrences.at();
    }
    if (!isCrowded && since != null) {
      occurrences.add(new Occurrence.ZoneEased(occurrences.at(), name, objects));
      return null;
    }
    return since;
  }

  private boolean isDeserted(Instant since, Occurrences occurrences) {
    @Nullable Duration limit = settings.absence();
    if (limit == null || Duration.between(since, occurrences.at()).compareTo(limit) < 0) {
      return false;
    }
    occurrences.add(new Occurrence.ZoneDeserted(occurrences.at(), name, since));
    return true;
  }

  private Visit turning(Visit visit, Track track, Occurrences occurrences) {
    Instant from = visit.changing() == null ? occurrences.at() : visit.changing();
    if (Duration.between(from, occurrences.at()).compareTo(settings.inertia()) < 0) {
      return new Visit(visit.inside(), visit.since(), from, visit.loitering());
    }
    occurrences.add(
        visit.inside()
            ? new Occurrence.ZoneLeft(
                occurrences.at(), name, track, Duration.between(visit.since(), from))
            : new Occurrence.ZoneEntered(occurrences.at(), name, track, from));
    return new Visit(!visit.inside(), from, null, false);
  }

  private Visit loitering(Visit visit, Track track, Occurrences occurrences) {
    @Nullable Duration limit = settings.loitering();
    if (limit == null || !visit.inside() || visit.loitering() || visit.changing() != null) {
      return visit;
    }
    Duration dwell = Duration.between(visit.since(), occurrences.at());
    if (dwell.compareTo(limit) < 0) {
      return visit;
    }
    occurrences.add(new Occurrence.ZoneLoitering(occurrences.at(), name, track, dwell));
    return new Visit(true, visit.since(), null, true);
  }

  private boolean matches(Track track) {
    List<String> labels = settings.labels();
    return (labels.isEmpty() || labels.contains(track.label()))
        && track.box().area() >= settings.minSize();
  }
}
