package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.LineCount;
import io.vedette.rule.RuleState.Observed;
import io.vedette.rule.RuleState.Occupancy;
import io.vedette.rule.RuleState.Passage;
import io.vedette.rule.RuleState.Standstill;
import io.vedette.rule.RuleState.Visit;
import io.vedette.tracking.Track;
import io.vedette.tracking.TrackState;
import io.vedette.tracking.TrackerUpdate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine that evaluates zones and lines on the tracks of one camera. Confined to its caller.
 *
 * <p>Time is capture time only, so that the same tracks give the same occurrences, whenever they
 * are processed. Objects are judged where they are seen: a lost track keeps its zones and crosses
 * nothing until it is found again or ends.
 */
public final class RuleEngine {
  private final RuleSettings settings;
  private final List<ZoneRule> zones = new ArrayList<>();
  private final List<LineRule> lines = new ArrayList<>();
  private final StandstillRule standstill;
  private RuleState state;

  public RuleEngine(RuleSettings settings) {
    this(settings, RuleState.initial());
  }

  /** An engine that continues from the state of another one, perhaps with other zones and lines. */
  public RuleEngine(RuleSettings settings, RuleState state) {
    this.settings = settings;
    this.state = state;
    new TreeMap<>(settings.zones()).forEach((name, zone) -> zones.add(new ZoneRule(name, zone)));
    new TreeMap<>(settings.lines()).forEach((name, line) -> lines.add(new LineRule(name, line)));
    standstill = new StandstillRule(settings.standstill());
  }

  public RuleState state() {
    return state;
  }

  /**
   * Takes in one frame's tracks and returns the occurrences: first of ended tracks, then of living
   * ones, each in the order of their ids, then of zones.
   */
  public List<Occurrence> update(Instant capturedAt, TrackerUpdate tracks) {
    if (!tracks.applied()) {
      return List.of();
    }
    Instant now = capturedAt.truncatedTo(ChronoUnit.MICROS);
    return new Step(now).run(tracks);
  }

  /** One frame's work. Confined to one update. */
  private final class Step {
    private final Occurrences occurrences;
    private final Map<Long, Observed> known = new HashMap<>();
    private final List<Observed> objects = new ArrayList<>();
    private final Map<String, LineCount> counts = new HashMap<>();

    Step(Instant now) {
      occurrences = new Occurrences(now);
      state.objects().forEach(observed -> known.put(observed.track(), observed));
      for (LineRule line : lines) {
        counts.put(line.name(), state.counts().getOrDefault(line.name(), LineCount.NONE));
      }
    }

    List<Occurrence> run(TrackerUpdate tracks) {
      for (Track track : tracks.removed()) {
        @Nullable Observed observed = known.get(track.id());
        if (observed != null) {
          end(observed, track);
        }
      }
      for (Track track : tracks.tracks()) {
        objects.add(observe(track));
      }
      state = new RuleState(occurrences.at(), objects, occupancies(), counts);
      return occurrences.all();
    }

    private void end(Observed observed, Track track) {
      for (ZoneRule zone : zones) {
        @Nullable Visit visit = observed.visits().get(zone.name());
        if (visit != null) {
          zone.ended(visit, track, occurrences);
        }
      }
      for (LineRule line : lines) {
        @Nullable Passage passage = observed.passages().get(line.name());
        if (passage != null) {
          publish(line, passage, track);
        }
      }
      occurrences.add(new Occurrence.TrackEnded(occurrences.at(), track));
    }

    private Observed observe(Track track) {
      @Nullable Observed before = known.get(track.id());
      if (before == null) {
        occurrences.add(new Occurrence.TrackStarted(occurrences.at(), track));
        RelativePoint origin = track.origin();
        Standstill standing = new Standstill(origin, track.bornAt(), false);
        before = new Observed(track.id(), origin, occurrences.at(), standing, Map.of(), Map.of());
      }
      return track.state() == TrackState.CONFIRMED ? seen(before, track) : before;
    }

    private Observed seen(Observed before, Track track) {
      RelativePoint anchor = track.anchor();
      Map<String, Visit> visits = new HashMap<>();
      for (ZoneRule zone : zones) {
        @Nullable Visit visit = before.visits().get(zone.name());
        visits.put(zone.name(), zone.seen(visit, track, anchor, occurrences));
      }
      Map<String, Passage> passages = new HashMap<>();
      for (LineRule line : lines) {
        @Nullable Passage last = before.passages().get(line.name());
        Passage passage = line.seen(last, before.anchor(), anchor);
        if (line.isSettled(passage, anchor, track.steadyAnchor())) {
          passage = publish(line, passage, track);
        }
        passages.put(line.name(), passage);
      }
      Standstill standing = standstill.seen(before.standstill(), track, anchor, occurrences);
      Instant publishedAt = standing.isPublished() ? before.publishedAt() : place(before, track);
      return new Observed(track.id(), anchor, publishedAt, standing, visits, passages);
    }

    /** Publishes the crossings of a track by its present label; earlier labels do not count. */
    private Passage publish(LineRule line, Passage passage, Track track) {
      if (line.matches(track)) {
        LineCount count = Objects.requireNonNull(counts.get(line.name()));
        counts.put(line.name(), line.publish(passage, track, count, occurrences));
      }
      return new Passage(passage.side(), 0);
    }

    private Instant place(Observed before, Track track) {
      Duration passed = Duration.between(before.publishedAt(), occurrences.at());
      if (passed.isZero() || passed.compareTo(settings.updateEvery()) < 0) {
        return before.publishedAt();
      }
      occurrences.add(new Occurrence.TrackUpdated(occurrences.at(), track));
      return occurrences.at();
    }

    private Map<String, Occupancy> occupancies() {
      boolean isGap = isGap();
      Map<String, Occupancy> occupancies = new HashMap<>();
      for (ZoneRule zone : zones) {
        @Nullable Occupancy before = state.occupancies().get(zone.name());
        if (isGap && before != null) {
          before = new Occupancy(before.crowdedSince(), null, before.deserted());
        }
        occupancies.put(zone.name(), zone.counted(before, inside(zone), occurrences));
      }
      return occupancies;
    }

    /** Whether the camera was silent, or its clock set back, so that absence proves nothing. */
    private boolean isGap() {
      if (state.capturedAt() == null) {
        return false;
      }
      Duration passed = Duration.between(state.capturedAt(), occurrences.at());
      return passed.isNegative() || passed.compareTo(settings.maxGap()) > 0;
    }

    private int inside(ZoneRule zone) {
      int count = 0;
      for (Observed observed : objects) {
        @Nullable Visit visit = observed.visits().get(zone.name());
        count += visit != null && visit.inside() ? 1 : 0;
      }
      return count;
    }
  }
}
