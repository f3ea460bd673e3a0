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
 * are looked at. Objects are judged where they are seen: a lost track keeps its zones and crosses
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

  /** Goes on from where another engine was, perhaps with other zones and lines. */
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
   * Takes one frame's tracks in. Tells of the ended tracks first, then of the living ones, each in
   * the order of their ids, then of the zones.
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
    private final Occurrences told;
    private final Map<Long, Observed> known = new HashMap<>();
    private final List<Observed> objects = new ArrayList<>();
    private final Map<String, LineCount> counts = new HashMap<>();

    Step(Instant now) {
      told = new Occurrences(now);
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
      state = new RuleState(told.at(), objects, occupancies(), counts);
      return told.all();
    }

    private void end(Observed observed, Track track) {
      for (ZoneRule zone : zones) {
        @Nullable Visit visit = observed.visits().get(zone.name());
        if (visit != null) {
          zone.ended(visit, track, told);
        }
      }
      for (LineRule line : lines) {
        @Nullable Passage passage = observed.passages().get(line.name());
        if (passage != null) {
          tell(line, passage, track);
        }
      }
      told.add(new Occurrence.TrackEnded(told.at(), track));
    }

    private Observed observe(Track track) {
      @Nullable Observed before = known.get(track.id());
      if (before == null) {
        told.add(new Occurrence.TrackStarted(told.at(), track));
        RelativePoint origin = track.origin();
        Standstill standing = new Standstill(origin, track.bornAt(), false);
        before = new Observed(track.id(), origin, told.at(), standing, Map.of(), Map.of());
      }
      return track.state() == TrackState.CONFIRMED ? seen(before, track) : before;
    }

    private Observed seen(Observed before, Track track) {
      RelativePoint anchor = track.anchor();
      Map<String, Visit> visits = new HashMap<>();
      for (ZoneRule zone : zones) {
        @Nullable Visit visit = before.visits().get(zone.name());
        visits.put(zone.name(), zone.seen(visit, track, anchor, told));
      }
      Map<String, Passage> passages = new HashMap<>();
      for (LineRule line : lines) {
        @Nullable Passage last = before.passages().get(line.name());
        Passage passage = line.seen(last, before.anchor(), anchor);
        if (line.isSettled(passage, anchor, track.steadyAnchor())) {
          passage = tell(line, passage, track);
        }
        passages.put(line.name(), passage);
      }
      Standstill standing = standstill.seen(before.standstill(), track, anchor, told);
      Instant toldAt = standing.told() ? before.toldAt() : place(before, track);
      return new Observed(track.id(), anchor, toldAt, standing, visits, passages);
    }

    /** By the label that the track has now: what it was taken for on the way does not count. */
    private Passage tell(LineRule line, Passage passage, Track track) {
      if (line.matches(track)) {
        LineCount count = Objects.requireNonNull(counts.get(line.name()));
        counts.put(line.name(), line.tell(passage, track, count, told));
      }
      return new Passage(passage.side(), 0);
    }

    private Instant place(Observed before, Track track) {
      Duration passed = Duration.between(before.toldAt(), told.at());
      if (passed.isZero() || passed.compareTo(settings.updateEvery()) < 0) {
        return before.toldAt();
      }
      told.add(new Occurrence.TrackUpdated(told.at(), track));
      return told.at();
    }

    private Map<String, Occupancy> occupancies() {
      boolean isGap = isGap();
      Map<String, Occupancy> occupancies = new HashMap<>();
      for (ZoneRule zone : zones) {
        @Nullable Occupancy before = state.occupancies().get(zone.name());
        if (isGap && before != null) {
          before = new Occupancy(before.crowdedSince(), null, before.deserted());
        }
        occupancies.put(zone.name(), zone.counted(before, inside(zone), told));
      }
      return occupancies;
    }

    /** Whether the camera was silent, or its clock set back, so that absence proves nothing. */
    private boolean isGap() {
      if (state.capturedAt() == null) {
        return false;
      }
      Duration passed = Duration.between(state.capturedAt(), told.at());
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
