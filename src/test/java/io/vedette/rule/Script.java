package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.tracking.Detection;
import io.vedette.tracking.LabelVote;
import io.vedette.tracking.Track;
import io.vedette.tracking.TrackState;
import io.vedette.tracking.TrackerUpdate;
import io.vedette.tracking.kalman.Axis;
import io.vedette.tracking.kalman.KalmanBox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Moves tracks by hand in front of a rule engine, with exact anchors. Confined to one test. */
final class Script {
  static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final double HEIGHT = 1 / 8.0; // a power of two: no rounding on the way back
  private static final double ASPECT = 1 / 2.0;

  private final TreeMap<Long, Track> tracks = new TreeMap<>();
  private final List<Track> removed = new ArrayList<>();
  private final List<Occurrence> reported = new ArrayList<>();
  private RuleEngine engine;
  private RuleSettings settings;
  private long millis;

  Script(RuleSettings settings) {
    this.settings = settings;
    this.engine = new RuleEngine(settings);
  }

  static RuleSettings rules(Map<String, ZoneSettings> zones, Map<String, LineSettings> lines) {
    return new RuleSettings(
        zones,
        lines,
        Map.of(),
        new StandstillSettings(Duration.ofSeconds(10), 0.2),
        Duration.ofHours(1),
        Duration.ofSeconds(5));
  }

  Script see(long id, double x, double y) {
    return see(id, "person", x, y);
  }

  Script see(long id, String label, double x, double y) {
    KalmanBox motion = new KalmanBox(still(x), still(y - HEIGHT / 2), still(ASPECT), still(HEIGHT));
    @Nullable Track before = tracks.get(id);
    RelativePoint origin = before == null ? new RelativePoint(x, y) : before.origin();
    Instant born = before == null ? now() : before.bornAt();
    Detection seen = new Detection(label, 0.9, motion.box());
    LabelVote vote = new LabelVote(label, new TreeMap<>(Map.of(label, 0.9)));
    tracks.put(id, new Track(id, TrackState.CONFIRMED, origin, motion, seen, vote, born, now(), 3));
    return this;
  }

  Script lose(long id) {
    tracks.computeIfPresent(id, (key, track) -> in(track, TrackState.LOST));
    return this;
  }

  Script end(long id) {
    removed.add(in(tracks.remove(id), TrackState.REMOVED));
    return this;
  }

  /** Shows the engine the tracks as they are now, after its state went through its bytes. */
  List<Occurrence> frame() {
    List<Track> all = List.copyOf(tracks.values());
    engine = new RuleEngine(settings, RuleState.parse(engine.state().bytes()));
    List<Occurrence> now =
        engine.update(
            now(), new TrackerUpdate(true, all, List.of(), List.of(), List.of(), removed));
    removed.clear();
    reported.addAll(now);
    return now;
  }

  /** Goes on by other rules. */
  Script use(RuleSettings changed) {
    settings = changed;
    return this;
  }

  Script after(long passed) {
    millis += passed;
    return this;
  }

  Instant now() {
    return START.plusMillis(millis);
  }

  RuleEngine engine() {
    return engine;
  }

  <O extends Occurrence> List<O> reported(Class<O> type) {
    return reported.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Track in(Track track, TrackState state) {
    return new Track(
        track.id(),
        state,
        track.origin(),
        track.motion(),
        track.last(),
        track.vote(),
        track.bornAt(),
        track.seenAt(),
        track.hits());
  }

  private static Axis still(double position) {
    return new Axis(position, 0, 0.01, 0, 0.01);
  }
}
